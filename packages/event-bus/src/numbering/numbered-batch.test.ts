import { expect, test } from 'vitest';
import type { OutboxEntry } from '../relay/batch-order.js';
import { MAX_BATCH_ROWS, lastOf, numberedBatches } from './numbered-batch.js';

const entry = (partition: number, version: number): OutboxEntry => ({
  position: { epoch: 1, txid: BigInt(version), id: 1n },
  stream: 'store',
  key: `k${partition}`,
  version,
  partition,
  type: 'store.updated',
  envelope: '{}',
});

test('each partition is numbered on from its last number, in the order that is given', () => {
  const ordered = [entry(1, 1), entry(0, 1), entry(1, 2)];
  const batches = numberedBatches(ordered, new Map([['store/1', 41n]]));
  expect(
    batches.map(({ partition, firstSequence, entries }) => [partition, firstSequence, entries.length]),
  ).toEqual([
    [1, 42n, 2],
    [0, 1n, 1],
  ]);
  expect(batches[0]?.entries.map(({ version }) => version)).toEqual([1, 2]);
});

test('what is more than is numbered together goes on without a gap', () => {
  const many = Array.from({ length: 2 * MAX_BATCH_ROWS + 5 }, (_, n) => entry(0, n + 1));
  const batches = numberedBatches(many, new Map());
  expect(batches.map(({ firstSequence }) => firstSequence)).toEqual([1n, 1_001n, 2_001n]);
  expect(batches.map(lastOf)).toEqual([1_000n, 2_000n, 2_005n]);
  expect(batches.flatMap(({ entries }) => entries)).toEqual(many);
});
