import { expect, test } from 'vitest';
import { latenciesOf, median } from '../src/measures/latencies.js';

test('percentiles are values that were measured', () => {
  const samples = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(latenciesOf(samples)).toEqual({ p50Ms: 100, p99Ms: 198, maxMs: 200 });
  expect(latenciesOf([7])).toEqual({ p50Ms: 7, p99Ms: 7, maxMs: 7 });
});

test('the median of an even number is the lower one in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2);
});
