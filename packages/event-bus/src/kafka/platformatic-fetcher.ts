import { findErrorBy } from '@platformatic/kafka';
import type { ClusterMetadata, Consumer, FetchOptions, RecordsBatch } from '@platformatic/kafka';
import { createWakeSignal } from '../relay/wake-signal.js';
import type { StoredRecord } from './kafka-client.js';
import { partitionName, placeAt } from './owned-partition.js';
import type { OwnedPartition } from './owned-partition.js';
import { pauseUnless } from '../waiting/pause-unless.js';
import { topicOffsets } from './platformatic-positions.js';
import { consuming } from './timings.js';

export interface FetcherOptions {
  /** The library's consumer, used for its connections alone: on those of the group's member a fetch would hold up its heartbeats. */
  readonly consumer: Consumer;
  readonly topics: readonly string[];
  readonly from: 'earliest' | 'latest';
  /** Those that may be fetched now. */
  readonly wanted: () => OwnedPartition[];
  readonly onRecords: (owned: OwnedPartition, records: StoredRecord[], next: bigint) => void;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

export interface Fetcher {
  /** Something may be wanted that was not. */
  wake(): void;
  /** Since when every fetch fails, by `performance.now()`; undefined when the last was answered. */
  failingSinceMs(): number | undefined;
  /** Resolves when it has stopped, after `signal`. */
  readonly stopped: Promise<void>;
}

type FetchTopics = FetchOptions<Buffer, Buffer, Buffer, Buffer>['topics'];

const LOOK_EVERY_MS = 1_000;
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;
/** Records that mark a transaction's end; they are nobody's. */
const IS_CONTROL = 0b10_0000;
const READ_UNCOMMITTED = 0;

/** One fetch in flight for each broker, of the partitions that it leads and that are wanted just then. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { consumer, signal, onError } = options;
  const bell = createWakeSignal();
  const inFlight = new Map<number, Promise<void>>();
  let pauseMs = FIRST_PAUSE_MS;
  let failingSinceMs: number | undefined;
  let stale = false;

  const fail = async (error: unknown): Promise<void> => {
    if (signal.aborted) return;
    failingSinceMs ??= performance.now();
    stale = true;
    onError(error);
    await pauseUnless(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  };

  const fetchOf = async (
    node: number,
    partitions: OwnedPartition[],
    metadata: ClusterMetadata,
  ): Promise<void> => {
    const asked = new Map(partitions.map((owned) => [partitionName(owned.topic, owned.partition), owned]));
    const positions = new Map(partitions.map((owned) => [owned, owned.position]));
    const names = new Map([...metadata.topics].map(([name, { id }]) => [id, name]));
    try {
      const answer = await consumer.fetch({
        node,
        topics: requestOf(partitions, metadata),
        minBytes: 1,
        maxBytes: consuming.maxBytes,
        maxWaitTime: consuming.maxWaitMs,
        isolationLevel: READ_UNCOMMITTED,
      });
      failingSinceMs = undefined;
      pauseMs = FIRST_PAUSE_MS;
      for (const { topicId, partitions: answered } of answer.responses) {
        for (const { partitionIndex, records } of answered) {
          const owned = asked.get(partitionName(names.get(topicId) ?? '', partitionIndex));
          const position = owned && positions.get(owned);
          // What a session still holds of another request, or what is no longer ours.
          if (
            owned === undefined ||
            position === undefined ||
            owned.position !== position ||
            !records?.length
          )
            continue;
          if (owned.lost.signal.aborted) continue;
          const { stored, next } = readBatches(owned, position, records);
          owned.position = next;
          options.onRecords(owned, stored, next);
        }
      }
    } catch (error) {
      if (findErrorBy(error as Error, 'apiId', 'OFFSET_OUT_OF_RANGE') !== null)
        await placeAgain(options, partitions).catch(onError);
      await fail(error);
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const wanted = options.wanted().filter(({ position }) => position !== undefined);
      if (wanted.length > 0) {
        try {
          const metadata = await consumer.metadata({ topics: [...options.topics], forceUpdate: stale });
          stale = false;
          const byLeader = Map.groupBy(wanted, ({ topic, partition }) =>
            leaderOf(metadata, topic, partition),
          );
          for (const [node, partitions] of byLeader) {
            if (inFlight.has(node) || node < 0) continue;
            const fetching = fetchOf(node, partitions, metadata).finally(() => {
              inFlight.delete(node);
              bell.ring();
            });
            inFlight.set(node, fetching);
          }
          // A partition without a leader gets one soon, which the metadata must be asked for.
          if (byLeader.has(-1)) stale = true;
        } catch (error) {
          await fail(error);
        }
      }
      await bell.wait(stale && inFlight.size === 0 ? FIRST_PAUSE_MS : LOOK_EVERY_MS);
    }
    await Promise.all(inFlight.values());
  };

  const stopped = run();
  signal.addEventListener('abort', () => bell.ring(), { once: true });
  return { wake: () => bell.ring(), failingSinceMs: () => failingSinceMs, stopped };
}

const leaderOf = (metadata: ClusterMetadata, topic: string, partition: number): number =>
  metadata.topics.get(topic)?.partitions[partition]?.leader ?? -1;

function requestOf(partitions: readonly OwnedPartition[], metadata: ClusterMetadata): FetchTopics {
  return [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, owned]) => ({
    topicId: metadata.topics.get(topic)?.id ?? '',
    partitions: owned.map(({ partition, position }) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: position ?? 0n,
      lastFetchedEpoch: -1,
      partitionMaxBytes: consuming.maxBytesPerPartition,
    })),
  }));
}

/** What was kept no longer is left out, whatever the group began from: the oldest that is there comes next. */
async function placeAgain(
  { consumer, from }: FetcherOptions,
  partitions: readonly OwnedPartition[],
): Promise<void> {
  const asked = new Map(partitions.map((owned) => [owned, owned.position]));
  const oldest = await topicOffsets(consumer, partitions, 'earliest');
  const newest = await topicOffsets(consumer, partitions, 'latest');
  for (const owned of partitions) {
    const first = oldest.get(owned);
    const end = newest.get(owned);
    if (first === undefined || end === undefined || owned.position !== asked.get(owned)) continue;
    if (owned.position === undefined || owned.position < first || owned.position > end)
      placeAt(owned, from === 'latest' ? end : first, undefined);
  }
}

/** A broker sends whole batches: what is before the position was given before. */
function readBatches(
  { topic, partition }: OwnedPartition,
  position: bigint,
  batches: readonly RecordsBatch[],
): { stored: StoredRecord[]; next: bigint } {
  const stored: StoredRecord[] = [];
  let next = position;
  for (const batch of batches) {
    const end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    if (end > next) next = end;
    if ((batch.attributes & IS_CONTROL) !== 0) continue;
    for (const record of batch.records) {
      const offset = batch.firstOffset + BigInt(record.offsetDelta);
      if (offset < position) continue;
      stored.push({
        topic,
        partition,
        offset,
        key: record.key?.toString('utf8') ?? '',
        value: record.value ?? Buffer.alloc(0),
        headers: Object.fromEntries(
          record.headers.map(([name, value]) => [
            name?.toString('utf8') ?? '',
            value?.toString('utf8') ?? '',
          ]),
        ),
      });
    }
  }
  return { stored, next };
}
