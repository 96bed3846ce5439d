import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { createBatchWork } from './batch-work.js';
import type { BatchWork } from './batch-work.js';
import { createCommitter } from './committer.js';
import type { Committer } from './committer.js';
import type { KafkaConsumer, KafkaConsumerOptions, StoredRecord } from './kafka-client.js';
import { createKafkajsPlacements } from './kafkajs-placements.js';
import type { KafkajsPlacements } from './kafkajs-placements.js';
import { superviseConsumer } from './supervise-consumer.js';
import type { ConsumerLife } from './supervise-consumer.js';
import { consuming } from './timings.js';
import { within } from '../waiting/within.js';

/** The library's own tries, of short pauses; then it dies, and the supervisor makes another. */
const RETRY = { retries: 10, initialRetryTime: 100, maxRetryTime: 1_000 };
const CONCURRENT_PARTITIONS = 64;

/** A consumer over kafkajs that outlives the library's. */
export function createKafkajsConsumer(kafka: Kafka, options: KafkaConsumerOptions): KafkaConsumer {
  const work = createBatchWork(options);
  return superviseConsumer(() => beginLife(kafka, options, work), options.onError);
}

/** What the group gave us at one rebalance; over at the next. */
interface Generation {
  readonly over: AbortController;
  readonly committer: Committer;
  readonly placements: Promise<KafkajsPlacements>;
}

/**
 * The library waits for every batch of a fetch before it fetches again, so that one slow partition would stop all. Therefore
 * batches are only taken from it here, and a partition with enough in hand is paused. Its heartbeats come from its fetches then.
 */
async function beginLife(
  kafka: Kafka,
  options: KafkaConsumerOptions,
  work: BatchWork,
): Promise<ConsumerLife> {
  const consumer = kafka.consumer({
    groupId: options.group,
    sessionTimeout: consuming.sessionTimeoutMs,
    rebalanceTimeout: consuming.rebalanceTimeoutMs,
    heartbeatInterval: consuming.heartbeatIntervalMs,
    maxWaitTimeInMs: consuming.maxWaitMs,
    maxBytes: consuming.maxBytes,
    maxBytesPerPartition: consuming.maxBytesPerPartition,
    allowAutoTopicCreation: false,
    retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
  });
  let lastSignMs = performance.now();
  let closing = false;
  let generation: Generation | undefined;
  let commitOffsets: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;
  const joined = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  joined.promise.catch(() => {});

  const endGeneration = (): void => {
    generation?.over.abort(new Error('the group gave the partition away'));
    generation = undefined;
  };
  const beginGeneration = (assigned: Record<string, readonly number[]>): void => {
    endGeneration();
    const over = new AbortController();
    const placements = createKafkajsPlacements(kafka, options.group, Object.keys(assigned), over.signal);
    placements.catch((error: unknown) => {
      if (!over.signal.aborted) ended.resolve(error);
    });
    const committer = createCommitter({
      onError: options.onError,
      // The library names the generation of that moment; an older one than the broker's is refused.
      commit: async (positions) => {
        await commitOffsets?.({
          topics: positions.map(({ topic, partition, offset, note }) => {
            // The library's types leave out the metadata, which it sends.
            const committed = { partition, offset: String(offset), metadata: note ?? null };
            return { topic, partitions: [committed] };
          }),
        });
      },
    });
    generation = { over, committer, placements };
  };

  const take = async (payload: EachBatchPayload): Promise<void> => {
    const { batch } = payload;
    const { topic, partition } = batch;
    const mine = generation;
    if (closing || mine === undefined) return;
    const placements = await mine.placements;
    if (mine !== generation || payload.isStale()) return;
    commitOffsets = payload.commitOffsetsIfNecessary;
    payload.resolveOffset(batch.lastOffset());
    const records = batch.messages.map((message) => toStored(topic, partition, message));
    const { signal } = mine.over;
    const next = BigInt(batch.lastOffset()) + 1n;
    const placement = placements.read(
      topic,
      partition,
      BigInt(batch.firstOffset() ?? batch.lastOffset()),
      next,
    );
    const taken = work.take({ placement, records, next }, (offset, note) => {
      mine.committer.done({ topic, partition, offset, note, signal });
    });
    const full = work.inHand(topic, partition) >= consuming.maxBatchesPerPartition;
    if (full) consumer.pause([{ topic, partitions: [partition] }]);
    void taken.then(() => {
      if (!closing && mine === generation) consumer.resume([{ topic, partitions: [partition] }]);
    });
  };

  const sign = (): void => void (lastSignMs = performance.now());
  const { events } = consumer;
  consumer.on(events.HEARTBEAT, sign);
  consumer.on(events.FETCH, sign);
  consumer.on(events.REBALANCING, endGeneration);
  consumer.on(events.GROUP_JOIN, ({ payload }) => {
    sign();
    beginGeneration(payload.memberAssignment);
    // A pause outlives the rebalance in the library, and its reason may not.
    const assigned = Object.entries(payload.memberAssignment);
    consumer.resume(assigned.map(([topic, partitions]) => ({ topic, partitions })));
    joined.resolve();
  });
  consumer.on(events.CRASH, ({ payload }) => {
    endGeneration();
    ended.resolve(payload.error);
  });

  const close = async (): Promise<void> => {
    closing = true;
    const last = generation;
    // What is in hand is committed before the group gives it to another; then it is too late.
    if (last !== undefined) {
      await within(consuming.leaveTimeoutMs / 2, work.idle());
      await within(consuming.leaveTimeoutMs / 4, last.committer.flush());
    }
    endGeneration();
    joined.reject(new Error('the consumer is closed'));
    await consumer.disconnect();
  };

  try {
    await start(consumer, options, take);
  } catch (error) {
    await within(consuming.leaveTimeoutMs, close());
    throw error;
  }
  return { joined: joined.promise, ended: ended.promise, lastSignMs: () => lastSignMs, close };
}

async function start(
  consumer: Consumer,
  options: KafkaConsumerOptions,
  take: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...options.topics], fromBeginning: options.from === 'earliest' });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
    eachBatch: take,
  });
}

function toStored(topic: string, partition: number, message: KafkaMessage): StoredRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString() ?? '',
    value: message.value ?? Buffer.alloc(0),
    headers: Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
    ),
  };
}
