import fc from 'fast-check';
import { getAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { addressFault, checksumAddress } from './address.js';

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

describe('an address', () => {
  test.each([address, address.toLowerCase(), `0x${address.slice(2).toUpperCase()}`])(
    '%s is right',
    (text) => {
      expect(addressFault(text)).toBeUndefined();
      expect(checksumAddress(text.toLowerCase())).toBe(address);
    },
  );

  test.each([
    ['one letter in the wrong case', address.replace('0xf39F', '0xF39F')],
    ['one digit mistyped', address.replace('51a', '52a')],
    ['the zero address', `0x${'0'.repeat(40)}`],
    ['too short', address.slice(0, -1)],
    ['too long', `${address}0`],
    ['no 0x', address.slice(2)],
    ['a name', 'vitalik.eth'],
    ['nothing', ''],
    ['a trailing line break', `${address}\n`],
  ])('%s is refused', (_, text) => {
    expect(addressFault(text)).toEqual(expect.any(String));
  });
});

test('any address has the checksum that another implementation gives it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      const text = `0x${Buffer.from(bytes).toString('hex')}` as const;
      expect(checksumAddress(text)).toBe(getAddress(text));
    }),
  );
});
