import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thousandthsOf } from './share.js';

test('a share is exact for amounts of different decimals', () => {
  expect(thousandthsOf('10', '25.00')).toBe(400);
  expect(thousandthsOf('0.000001', '0.000003')).toBe(333);
  expect(thousandthsOf('30', '25')).toBe(1_000);
  expect(thousandthsOf('0', '0.00')).toBe(0);
});

test('a share lies between nothing and all', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), fc.bigInt(0n, 10n ** 30n), (part, whole) => {
      const share = thousandthsOf(String(part), String(whole));
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1_000);
    }),
  );
});
