import { expect, test } from 'vitest';
import { defaultRetryPolicy, pauseAfterMs } from './backoff.js';

test('pauses double up to their bound', () => {
  const policy = { ...defaultRetryPolicy, firstPauseMs: 100, maxPauseMs: 1_000 };
  expect([1, 2, 3, 4, 5, 99].map((tries) => pauseAfterMs(policy, tries, 0))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
});

test('chance takes off at most half', () => {
  expect(pauseAfterMs(defaultRetryPolicy, 1, 0)).toBe(250);
  expect(pauseAfterMs(defaultRetryPolicy, 1, 1)).toBe(125);
});
