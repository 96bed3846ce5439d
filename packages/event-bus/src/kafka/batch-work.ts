import type { KafkaConsumerOptions, Placement, StoredRecord } from './kafka-client.js';
import { partitionName } from './owned-partition.js';
import { pauseUnless } from '../waiting/pause-unless.js';

/** Records of one partition, in order. */
export interface Batch {
  readonly placement: Placement;
  readonly records: readonly StoredRecord[];
  /** The offset that comes after it. */
  readonly next: bigint;
}

/** The batches that are in hand, of all memberships of one consumer. */
export interface BatchWork {
  /**
   * Handles the batch after what is in hand of its partition, and tells how far it is dealt with. Resolves when all of it is, or
   * when the partition was lost first.
   */
  take(batch: Batch, onProgress: (next: bigint, note: string | undefined) => void): Promise<void>;
  /** Batches of the partition that are in hand. */
  inHand(topic: string, partition: number): number;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
}

/** A fetch may hold thousands of small records; what is handled at once, and committed at once, is less. */
const MAX_RECORDS = 500;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

interface Lane {
  tail: Promise<unknown>;
  inHand: number;
}

/**
 * One batch of a partition at a time, also across a rebalance: what still runs for a partition that was lost and came back is
 * waited for, so that a record never runs beside itself. A batch that fails is handled again, unless it is no longer ours.
 */
export function createBatchWork({
  onBatch,
  onError,
}: Pick<KafkaConsumerOptions, 'onBatch' | 'onError'>): BatchWork {
  const lanes = new Map<string, Lane>();

  /** The note of what was handled, if it was before the partition was lost. */
  const handle = async (
    placement: Placement,
    records: readonly StoredRecord[],
  ): Promise<{ note: string | undefined } | undefined> => {
    const { topic, partition, signal } = placement;
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        const note = await onBatch({ topic, partition, records, signal, placement });
        return { note: note ?? undefined };
      } catch (error) {
        onError(error);
      }
      await pauseUnless(pauseMs, signal);
    }
    return undefined;
  };

  const handleAll: BatchWork['take'] = async ({ placement, records, next }, onProgress) => {
    let at = 0;
    do {
      const handled = await handle(placement, records.slice(at, at + MAX_RECORDS));
      if (handled === undefined || placement.signal.aborted) return;
      at += MAX_RECORDS;
      onProgress(records[at]?.offset ?? next, handled.note);
    } while (at < records.length);
  };

  return {
    async take(batch, onProgress) {
      const name = partitionName(batch.placement.topic, batch.placement.partition);
      const lane = lanes.get(name) ?? { tail: Promise.resolve(), inHand: 0 };
      lanes.set(name, lane);
      lane.inHand += 1;
      const turn = lane.tail.then(() => handleAll(batch, onProgress));
      lane.tail = turn;
      try {
        await turn;
      } finally {
        lane.inHand -= 1;
        if (lane.inHand === 0) lanes.delete(name);
      }
    },
    inHand: (topic, partition) => lanes.get(partitionName(topic, partition))?.inHand ?? 0,
    idle: async () => void (await Promise.all([...lanes.values()].map(({ tail }) => tail))),
  };
}
