import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kafkaClusterHere } from '@sixpence/testkit';
import { describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const few = {
  events: 3_000,
  consumed: 3_000,
  transactions: 40,
  pairs: 1,
  'per-second': 100,
  seconds: 1,
  'warm-up-transactions': 10,
  'warm-up-seconds': 1,
};

describe.skipIf(!(await kafkaClusterHere()))('the bench of the bus', () => {
  test('measures each part, and says what is aimed at', async () => {
    const args = Object.entries(few).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const { stdout } = await promisify(execFile)(process.execPath, [main, 'bus', ...args]);
    const outcomes = stdout.split('\n').filter((line) => line.includes('target'));
    expect(outcomes).toEqual([
      expect.stringMatching(/^drain of 3000 rows: ratio \d+\.\d\d /),
      expect.stringMatching(/^consuming 3000 events: ratio \d+\.\d\d /),
      expect.stringMatching(/^a payment applied: ratio \d+\.\d\d /),
      expect.stringMatching(/^commit → handler at 100\/s: p50 \d+\.\d ms, p99 \d+\.\d ms/),
    ]);
  }, 600_000);
});
