import fc from 'fast-check';
import { encodeAbiParameters, keccak256 } from 'viem';
import { expect, test } from 'vitest';
import { depositSalt } from './deposit-salt.js';

const byTheBook = (storeId: string, invoiceId: string) =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'string' }, { type: 'string' }, { type: 'string' }],
      ['sixpence.deposit.v1', storeId, invoiceId],
    ),
  );

test('the salt is the hash of the ABI encoding, for texts of any length and script', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 120 });
  fc.assert(
    fc.property(anyText, anyText, (storeId, invoiceId) => {
      expect(depositSalt(storeId, invoiceId)).toBe(byTheBook(storeId, invoiceId));
    }),
  );
});

test('the salt of two ids never changes', () => {
  expect(depositSalt('sto_01h455vb4pex5vsknk084sn02q', 'inv_01h455vb4pex5vsknk084sn02q')).toBe(
    '0xdc9515ca18bf2a51ac1b72df2607583beb8b83fffc978a1c6d408d186afb186d',
  );
});
