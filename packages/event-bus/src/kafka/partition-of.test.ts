import { expect, test } from 'vitest';
import { partitionOf } from './partition-of.js';

const ALL = 0x7fffffff;

// From Kafka's own UtilsTest.testMurmur2.
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('%s is where Kafka’s own clients put it', (key, hash) => {
  expect(partitionOf(key, ALL)).toBe((hash & ALL) % ALL);
  expect(partitionOf(key, 12)).toBe((hash & ALL) % 12);
});
