import { Consumer, offsetCommitV8 } from '@platformatic/kafka';
import type { BaseOptions, ConsumerGroupJoinPayload } from '@platformatic/kafka';
import { createBatchWork } from './batch-work.js';
import type { BatchWork } from './batch-work.js';
import { createCommitter } from './committer.js';
import type { Position } from './committer.js';
import type { KafkaConsumer, KafkaConsumerOptions } from './kafka-client.js';
import { createOwnedPartitions } from './owned-partition.js';
import { pauseUnless } from '../waiting/pause-unless.js';
import { coordinatorOf } from './platformatic-coordinator.js';
import { createFetcher } from './platformatic-fetcher.js';
import { findPositions } from './platformatic-positions.js';
import { superviseConsumer } from './supervise-consumer.js';
import type { ConsumerLife } from './supervise-consumer.js';
import { consuming } from './timings.js';
import { within } from '../waiting/within.js';

/** Of a rejoin, which another member's coming may cross. */
const JOIN_TRIES = 20;
const JOIN_AGAIN_MS = 100;
const FIND_POSITIONS_TRIES = 5;
const FIND_POSITIONS_AGAIN_MS = 200;

/** A consumer over @platformatic/kafka that outlives the library's. */
export function createPlatformaticConsumer(base: BaseOptions, options: KafkaConsumerOptions): KafkaConsumer {
  const work = createBatchWork(options);
  return superviseConsumer(() => beginLife(base, options, work), options.onError);
}

/**
 * Of the library only the membership and the requests are used: its streams skip no partition that was taken away, and its commit
 * joins anew and repeats itself in the new generation's name, which moves offsets back.
 */
async function beginLife(
  base: BaseOptions,
  options: KafkaConsumerOptions,
  work: BatchWork,
): Promise<ConsumerLife> {
  const group = { ...base, groupId: options.group, autocommit: false as const };
  const member = new Consumer({
    ...group,
    retries: JOIN_TRIES,
    retryDelay: JOIN_AGAIN_MS,
    sessionTimeout: consuming.sessionTimeoutMs,
    rebalanceTimeout: consuming.rebalanceTimeoutMs,
    heartbeatInterval: consuming.heartbeatIntervalMs,
    heartbeatStallTimeout: consuming.stalledAfterMs,
  });
  // Fetches wait at the broker, which answers one request of a connection after the other.
  const reader = new Consumer({ ...group, retries: 0 });
  member.topics.trackAll(...options.topics);
  reader.topics.trackAll(...options.topics);

  const owned = createOwnedPartitions();
  const stopping = new AbortController();
  const joined = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  joined.promise.catch(() => {});
  let lastSignMs = performance.now();
  let generation = { id: -1, member: '' };
  let rebalancing = false;

  const commit = async (positions: readonly Position[]): Promise<void> => {
    const connection = await coordinatorOf(member);
    // From here to the request nothing may come between: the generation must be that of what is ours now.
    const ours = positions.filter(({ signal }) => !signal.aborted);
    if (ours.length === 0) return;
    const topics = [...Map.groupBy(ours, ({ topic }) => topic)].map(([name, each]) => ({
      name,
      partitions: each.map(({ partition, offset, note }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedLeaderEpoch: -1,
        committedMetadata: note ?? null,
      })),
    }));
    await offsetCommitV8.api.async(connection, options.group, generation.id, generation.member, null, topics);
  };
  const committer = createCommitter({ commit, onError: options.onError });

  const fetcher = createFetcher({
    consumer: reader,
    topics: options.topics,
    from: options.from,
    signal: stopping.signal,
    onError: options.onError,
    // Nothing new is begun that may be another's in a moment: what is in hand can still be committed until all have joined.
    wanted: () =>
      [...owned.all.values()].filter(
        ({ topic, partition }) =>
          !rebalancing && work.inHand(topic, partition) < consuming.maxBatchesPerPartition,
      ),
    onRecords({ topic, partition, placement }, records, next) {
      const { signal } = placement;
      const taken = work.take({ placement, records, next }, (offset, note) =>
        committer.done({ topic, partition, offset, note, signal }),
      );
      void taken.then(() => fetcher.wake());
    },
  });

  const place = async (): Promise<void> => {
    const unknown = [...owned.all.values()].filter(({ position }) => position === undefined);
    if (unknown.length > 0) {
      const fresh = await findPositions(member, unknown, options.from);
      // "From the end" is where it was when we came first, also after a rebalance.
      if (options.from === 'latest')
        for (const { topic, partition, position, lost } of fresh)
          if (position !== undefined)
            committer.done({ topic, partition, offset: position, note: undefined, signal: lost.signal });
    }
    fetcher.wake();
    joined.resolve();
  };

  const rejoin = ({ assignments = [], generationId = -1, memberId }: ConsumerGroupJoinPayload): void => {
    lastSignMs = performance.now();
    rebalancing = false;
    // The very next generation of the same member: nobody else can have had in between what is ours before and after.
    const carryOn = memberId === generation.member && generationId === generation.id + 1;
    generation = { id: generationId, member: memberId };
    owned.assign(assignments, carryOn);
    void retry(place, stopping.signal).catch((error: unknown) => ended.resolve(error));
  };

  member.on('consumer:group:rebalance', () => void (rebalancing = true));
  member.on('consumer:group:join', rejoin);
  member.on('consumer:heartbeat:end', () => {
    lastSignMs = performance.now();
    rebalancing = false;
    const since = fetcher.failingSinceMs();
    if (since !== undefined && lastSignMs - since > consuming.stalledAfterMs)
      ended.resolve(new Error(`no fetch was answered for ${consuming.stalledAfterMs} ms`));
  });
  member.on('consumer:heartbeat:stalled', () => ended.resolve(new Error('no heartbeat was answered')));
  member.on('error', (error: unknown) => ended.resolve(error));
  reader.on('error', options.onError);

  const close = async (): Promise<void> => {
    stopping.abort();
    fetcher.wake();
    // What is in hand is committed before the group gives it to another; then it is too late.
    if (owned.all.size > 0) {
      await within(consuming.leaveTimeoutMs / 2, work.idle());
      await within(consuming.leaveTimeoutMs / 4, committer.flush());
    }
    owned.assign([], false);
    joined.reject(new Error('the consumer is closed'));
    await Promise.allSettled([member.close(true), within(consuming.maxWaitMs * 2, fetcher.stopped)]);
    await reader.close(true);
  };

  try {
    await member.joinGroup();
  } catch (error) {
    await within(consuming.leaveTimeoutMs, close());
    throw error;
  }
  return { joined: joined.promise, ended: ended.promise, lastSignMs: () => lastSignMs, close };
}

async function retry(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === FIND_POSITIONS_TRIES) throw error;
    }
    await pauseUnless(FIND_POSITIONS_AGAIN_MS, signal);
  }
}
