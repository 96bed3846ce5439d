import type { KafkaConsumerOptions, StoredRecord } from './kafka-client.js';
import { pauseUnless } from './pause-unless.js';

/** Records of one partition, in order. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
  /** The offset that comes after it. */
  readonly next: bigint;
}

/** The batches that are in hand, of all memberships of one consumer. */
export interface BatchWork {
  /**
   * Handles the batch after what is in hand of its partition, and tells how far it is dealt with. Resolves when all of it is, or
   * when `signal` came first.
   */
  take(batch: Batch, signal: AbortSignal, onProgress: (next: bigint) => void): Promise<void>;
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

  const handle = async (part: Omit<Batch, 'next'>, signal: AbortSignal): Promise<boolean> => {
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        await onBatch({ ...part, signal });
        return true;
      } catch (error) {
        onError(error);
      }
      await pauseUnless(pauseMs, signal);
    }
    return false;
  };

  const handleAll: BatchWork['take'] = async ({ topic, partition, records, next }, signal, onProgress) => {
    for (let at = 0; at < records.length; at += MAX_RECORDS) {
      const part = records.slice(at, at + MAX_RECORDS);
      if (!(await handle({ topic, partition, records: part }, signal)) || signal.aborted) return;
      onProgress(records[at + MAX_RECORDS]?.offset ?? next);
    }
  };

  return {
    async take(batch, signal, onProgress) {
      const name = laneName(batch.topic, batch.partition);
      const lane = lanes.get(name) ?? { tail: Promise.resolve(), inHand: 0 };
      lanes.set(name, lane);
      lane.inHand += 1;
      const turn = lane.tail.then(() => handleAll(batch, signal, onProgress));
      lane.tail = turn;
      try {
        await turn;
      } finally {
        lane.inHand -= 1;
        if (lane.inHand === 0) lanes.delete(name);
      }
    },
    inHand: (topic, partition) => lanes.get(laneName(topic, partition))?.inHand ?? 0,
    idle: async () => void (await Promise.all([...lanes.values()].map(({ tail }) => tail))),
  };
}

const laneName = (topic: string, partition: number): string => `${topic}/${partition}`;
