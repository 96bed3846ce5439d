import type { Stream } from '@sixpence/schemas';
import type { OutboxEntry, Position } from '../relay/batch-order.js';
import type { StreamPartition } from '../relay/shards.js';

/** Rows of one partition that are numbered together, in the order in which they are published. */
export interface NumberedBatch extends StreamPartition {
  /** The number of the first row; the others follow it without a gap. */
  readonly firstSequence: bigint;
  readonly entries: readonly OutboxEntry[];
}

/** What a partition is called where a name is needed. */
export const partitionKey = ({ stream, partition }: { stream: Stream; partition: number }): string =>
  `${stream}/${partition}`;

/** What a row is called where a name is needed. */
export const positionKey = ({ epoch, txid, id }: Position): string => `${epoch}/${txid}/${id}`;

/** Parts ordered entries by partition, and numbers them on from the last number of each. */
export function numberedBatches(
  ordered: readonly OutboxEntry[],
  lastSequence: ReadonlyMap<string, bigint>,
): NumberedBatch[] {
  return [...Map.groupBy(ordered, partitionKey)].flatMap(([name, entries]) => {
    const [first] = entries;
    if (first === undefined) return [];
    const { stream, partition } = first;
    return [{ stream, partition, firstSequence: (lastSequence.get(name) ?? 0n) + 1n, entries }];
  });
}

/** The number of a batch's last row. */
export const lastOf = ({ firstSequence, entries }: NumberedBatch): bigint =>
  firstSequence + BigInt(entries.length) - 1n;
