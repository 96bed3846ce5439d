import { expect, test } from 'vitest';
import { lockedRate } from './locked-rate.js';

const at = new Date('2026-11-01T12:00:00Z');
const agreed = (rate: string) => ({ rate, at, sources: [{ source: 'a', rate, at }] });

test('a locked rate tells the rate before the markup, who said so and when', () => {
  expect(lockedRate(agreed('3000'), 2_500)).toEqual({
    rate: '2400',
    origin: {
      rate: '3000',
      markupPercent: '25',
      at: '2026-11-01T12:00:00.000Z',
      sources: [{ source: 'a', rate: '3000', at: '2026-11-01T12:00:00.000Z' }],
    },
  });
});

test('without a rate there is none to lock, and no markup makes one', () => {
  expect(lockedRate('depegged', 0)).toBe('depegged');
  expect(lockedRate(agreed('0.000000000001'), 1)).toBe('unknown');
});
