import fc from 'fast-check';
import { keccak256 as reference } from 'viem';
import { expect, test } from 'vitest';
import { toHex } from './hex.js';
import { keccak256 } from './keccak256.js';

// The empty message, and the function signature that every ERC-20 transfer carries.
test.each([
  ['', '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['Transfer(address,address,uint256)', '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'],
])('the hash of "%s" is the known one', (text, hash) => {
  expect(toHex(keccak256(new TextEncoder().encode(text)))).toBe(hash);
});

test('every length round the size of a block is padded as it must be', () => {
  for (let length = 0; length <= 3 * 136 + 1; length++) {
    const message = Uint8Array.from({ length }, (_, i) => i * 31 + length);
    expect(toHex(keccak256(message))).toBe(reference(message));
  }
});

test('any message has the hash that another implementation gives it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (message) => {
      expect(toHex(keccak256(message))).toBe(reference(message));
    }),
    { numRuns: 1_000 },
  );
});
