import { networks, type BlockRef } from '@sixpence/chains';
import { describe, expect, test } from 'vitest';
import { coverFrom, failureDelayMs, linkedCount, pollDelayMs } from './scan.js';

const block = (height: number, time = 0, fork = ''): BlockRef => ({
  height,
  hash: `${fork}${height}`,
  parentHash: `${fork}${height - 1}`,
  time,
});

describe('the time from which a watch is looked for', () => {
  const made = Date.UTC(2026, 10, 24);
  const hour = 3_600_000;
  // How far the chain's clock is behind ours (or, below zero, ahead), when the payment was mined, and when the watch came.
  const offsets = [-hour, -1_000, 0, 1_000, hour, 30 * 24 * hour];
  const delays = [0, 1, 500, hour, 48 * hour];

  test.each(offsets)(
    'is not after any block in which it can have been paid, with a clock %i ms behind',
    (offset) => {
      for (const minedAfter of delays) {
        for (const cameAfter of delays) {
          for (const idle of delays) {
            const mined = made + minedAfter;
            const now = mined + cameAfter + idle;
            const paidIn = Math.floor((mined - offset) / 1_000);
            const head = block(9, Math.floor((mined + cameAfter - offset) / 1_000));
            expect(coverFrom(new Date(made), head, new Date(now))).toBeLessThanOrEqual(paidIn);
          }
        }
      }
    },
  );

  test('is about a minute before the creation when all clocks agree', () => {
    const head = block(9, made / 1_000);
    expect(coverFrom(new Date(made), head, new Date(made + 2_000))).toBe(made / 1_000 - 62);
  });
});

describe('blocks', () => {
  test('follow one another by hash and height', () => {
    expect(linkedCount(block(1), [])).toBe(0);
    expect(linkedCount(block(1), [block(2), block(3)])).toBe(2);
    expect(linkedCount(block(1), [block(3), block(4)])).toBe(0);
    expect(linkedCount(block(1), [block(2, 0, 'fork'), block(3, 0, 'fork')])).toBe(0);
    expect(linkedCount(block(1), [block(2), block(3, 0, 'fork'), block(4, 0, 'fork')])).toBe(1);
  });
});

describe('delays', () => {
  test.each(networks.map((network) => ({ name: network.name, network })))(
    '$name: are bounded',
    ({ network }) => {
      expect(pollDelayMs(network)).toBeGreaterThanOrEqual(250);
      expect(pollDelayMs(network)).toBeLessThanOrEqual(5_000);
      const failures = [1, 2, 3, 10, 1_000].map((count) => failureDelayMs(network, count));
      expect(failures).toEqual([...failures].sort((a, b) => a - b));
      expect(failures.at(-1)).toBeLessThanOrEqual(15_000);
    },
  );
});
