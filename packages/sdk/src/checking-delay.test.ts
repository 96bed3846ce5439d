import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkingDelay } from './checking-delay.js';

test('the delay doubles from one second and stays at fifteen', () => {
  expect([0, 1, 2, 3, 4, 5, 1_000].map((failures) => checkingDelay(failures, 0))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000,
  ]);
});

test('the delay is never under half a second nor over fifteen, whatever the chance', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
      const delay = checkingDelay(failures, chance);
      expect(delay).toBeGreaterThanOrEqual(500);
      expect(delay).toBeLessThanOrEqual(15_000);
    }),
  );
});
