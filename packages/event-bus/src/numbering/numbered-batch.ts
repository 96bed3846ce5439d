import type { Stream } from '@sixpence/schemas';
import type { OutboxEntry, Position } from '../relay/batch-order.js';
import type { StreamPartition } from '../relay/shards.js';
import type { NumberedEvent } from '../transport/transport.js';

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

/** Rows numbered together are at most this many, so that a number is found without looking far. */
export const MAX_BATCH_ROWS = 1_000;

/** Parts ordered entries by partition, and numbers them on from the last number of each. */
export function numberedBatches(
  ordered: readonly OutboxEntry[],
  lastSequence: ReadonlyMap<string, bigint>,
): NumberedBatch[] {
  return [...Map.groupBy(ordered, partitionKey)].flatMap(([name, entries]) => {
    const next = (lastSequence.get(name) ?? 0n) + 1n;
    return inParts(entries).map(({ at, part: [first, ...rest] }) => ({
      stream: first.stream,
      partition: first.partition,
      firstSequence: next + BigInt(at),
      entries: [first, ...rest],
    }));
  });
}

function inParts(entries: readonly OutboxEntry[]): { at: number; part: [OutboxEntry, ...OutboxEntry[]] }[] {
  const parts: { at: number; part: [OutboxEntry, ...OutboxEntry[]] }[] = [];
  for (let at = 0; at < entries.length; at += MAX_BATCH_ROWS)
    parts.push({ at, part: entries.slice(at, at + MAX_BATCH_ROWS) as [OutboxEntry, ...OutboxEntry[]] });
  return parts;
}

/** A row as it is published with its number; `epoch` is the token of the one in which it was numbered. */
export const numberedEvent = (
  { key, type, envelope = '' }: OutboxEntry,
  epoch: string,
  sequence: bigint,
): NumberedEvent => ({ key, type, envelope, epoch, sequence });

/** The number of a batch's last row. */
export const lastOf = ({ firstSequence, entries }: NumberedBatch): bigint =>
  firstSequence + BigInt(entries.length) - 1n;
