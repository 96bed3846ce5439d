import { expect, test } from 'vitest';
import { formatSeconds, secondsUntil, serverNow, spokenSeconds } from './server-clock.js';

test("the server's time goes on with the monotonic clock, never backwards", () => {
  const clock = { serverMs: 1_000_000, localMs: 500 };
  expect(serverNow(clock, 2_500)).toBe(1_002_000);
  expect(serverNow(clock, 100)).toBe(1_000_000);
});

test('seconds are rounded up, so that zero means over', () => {
  const until = '2026-11-24T09:00:00.000Z';
  const end = Date.parse(until);
  expect(secondsUntil(until, end - 60_000)).toBe(60);
  expect(secondsUntil(until, end - 1)).toBe(1);
  expect(secondsUntil(until, end)).toBe(0);
  expect(secondsUntil(until, end + 5_000)).toBe(0);
});

test('seconds read as a clock, and as days when they are many', () => {
  expect([0, 59, 899, 3_600, 3_723, 86_400, 604_800].map(formatSeconds)).toEqual([
    '00:00',
    '00:59',
    '14:59',
    '1:00:00',
    '1:02:03',
    '24:00:00',
    '7 days',
  ]);
});

test('spoken time is one rounded unit', () => {
  expect([1, 45, 61, 60, 300, 7_200, 200_000].map(spokenSeconds)).toEqual([
    '1 second',
    '45 seconds',
    '2 minutes',
    '1 minute',
    '5 minutes',
    '2 hours',
    '2 days',
  ]);
});
