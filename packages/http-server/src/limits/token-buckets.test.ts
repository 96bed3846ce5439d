import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenBuckets } from './token-buckets.js';

test('no key gets more than the burst and what was filled since', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 }), (pauses) => {
      const buckets = createTokenBuckets({ capacity: 10, refillPerSecond: 5 });
      let nowMs = 0;
      let granted = 0;
      for (const pause of pauses) {
        nowMs += pause;
        if (buckets.take('key', nowMs).granted) granted += 1;
      }
      expect(granted).toBeLessThanOrEqual(10 + (nowMs / 1_000) * 5 + 1e-6);
    }),
  );
});

test('a key that keeps to the rate is never refused', () => {
  const buckets = createTokenBuckets({ capacity: 10, refillPerSecond: 100 });
  for (let request = 0; request < 1_000; request += 1)
    expect(buckets.take('key', request * 10.001).granted).toBe(true);
});

test('a refusal tells when the next token comes', () => {
  const buckets = createTokenBuckets({ capacity: 1, refillPerSecond: 0.5 });
  expect(buckets.take('key', 0)).toEqual({
    granted: true,
    limit: 1,
    remaining: 0,
    resetSeconds: 2,
    retryAfterSeconds: 2,
  });
  expect(buckets.take('key', 500)).toMatchObject({ granted: false, retryAfterSeconds: 2 });
  expect(buckets.take('key', 2_000).granted).toBe(true);
});

test('the number of keys is bounded, and the key unused for longest goes first', () => {
  const buckets = createTokenBuckets({ capacity: 1, refillPerSecond: 1, maxKeys: 2 });
  for (const key of ['a', 'b', 'a', 'c']) buckets.take(key, 0);
  expect(buckets.size).toBe(2);
  expect(buckets.take('a', 0).granted).toBe(false);
});
