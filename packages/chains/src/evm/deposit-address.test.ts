import fc from 'fast-check';
import { encodeAbiParameters, getContractAddress, keccak256, type Address, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { depositAddress } from './deposit-address.js';
import { depositFactoryV1 } from './deposit-contracts.generated.js';

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value): Hex => `0x${Buffer.from(value).toString('hex')}`);

const byTheBook = (from: Address, initCodeHash: Hex, treasury: Address, salt: Hex) =>
  getContractAddress({
    opcode: 'CREATE2',
    from,
    salt: keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [treasury, salt])),
    bytecodeHash: initCodeHash,
  });

describe('the deposit address', () => {
  test('is the CREATE2 address of factory, treasury and salt', () => {
    fc.assert(
      fc.property(hex(20), hex(32), hex(20), hex(32), (factory, initCodeHash, treasury, salt) => {
        expect(depositAddress({ factory, initCodeHash, treasury, salt })).toBe(
          byTheBook(factory, initCodeHash, treasury, salt),
        );
      }),
    );
  });

  test('does not care for the case of what it is made of', () => {
    const inputs = { treasury: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266', salt: `0x${'ab'.repeat(32)}` };
    const { address: factory, initCodeHash } = depositFactoryV1;
    const lower = depositAddress({ factory: factory.toLowerCase(), initCodeHash, ...inputs });
    const mixed = depositAddress({
      factory,
      initCodeHash,
      treasury: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
      salt: `0x${'AB'.repeat(32)}`,
    });
    expect(lower).toBe(mixed);
  });

  // A changed byte of the contract, or of this derivation, moves every address. This one is frozen.
  test('of version 1 never changes', () => {
    const { address: factory, initCodeHash } = depositFactoryV1;
    const treasury = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
    expect(depositAddress({ factory, initCodeHash, treasury, salt: `0x${'01'.repeat(32)}` })).toBe(
      '0x8a60c284E189D3C84628F9d0bff2190aF00C1DC9',
    );
  });

  test.each([
    ['a short treasury', { treasury: '0x1234' }],
    ['a treasury that is not hexadecimal', { treasury: `0x${'zz'.repeat(20)}` }],
    ['a long salt', { salt: `0x${'01'.repeat(33)}` }],
    ['a salt without 0x', { salt: '01'.repeat(33) }],
  ])('%s is refused', (_, wrong) => {
    const { address: factory, initCodeHash } = depositFactoryV1;
    const right = { factory, initCodeHash, treasury: factory, salt: `0x${'01'.repeat(32)}` };
    expect(() => depositAddress({ ...right, ...wrong })).toThrow(TypeError);
  });
});
