import type { Database } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import { isBefore } from '../relay/batch-order.js';
import type { Position } from '../relay/batch-order.js';
import { readCursor } from '../relay/relay-cursors.store.js';
import { partitionsOf, shardCount } from '../relay/shards.js';
import type { StreamPartition } from '../relay/shards.js';
import type { LogTransport } from '../transport/transport.js';
import { readNumbered, readNumberedBeyond, readNumbers } from './batches.store.js';
import type { PartitionNumbers } from './batches.store.js';
import type { ShardLease } from './leases.store.js';
import { cursorOf } from './note-places.js';
import { MAX_BATCH_ROWS, numberedEvent, partitionKey, positionKey } from './numbered-batch.js';
import { notePublished } from './published.store.js';

/** Where shards were left. */
export interface Takeover {
  /** The last number of each partition. */
  readonly lastSequence: Map<string, bigint>;
  /** Up to where the rows of each shard are numbered. */
  readonly starts: ReadonlyMap<number, Position>;
  /** The start of the shard that is furthest behind. */
  readonly first: Position;
  /** Rows beyond it which are numbered all the same. */
  readonly ahead: Set<string>;
}

export interface TakeOverOptions {
  readonly db: Database;
  readonly transport: LogTransport;
  readonly service: ServiceName;
  readonly leases: readonly ShardLease[];
  readonly stopping: AbortSignal;
}

/**
 * Takes shards over: what was numbered and is not noted as published is published (again) with its numbers, and only then does
 * anything new get one.
 */
export async function takeOver(options: TakeOverOptions): Promise<Takeover> {
  const { db, service, leases } = options;
  const partitions = partitionsOf(
    service,
    leases.map(({ shard }) => shard),
  );
  const numbers = await readNumbers(db, partitions);
  await Promise.all(numbers.map((each) => publishAgain(options, each)));
  const starts = new Map<number, Position>();
  for (const { shard } of leases) {
    const noted = await readCursor(db, cursorOf(shard));
    const upto = numbers.filter(({ partition }) => partition % shardCount === shard).map((each) => each.upto);
    starts.set(
      shard,
      upto.reduce<Position>((a, b) => (b !== undefined && isBefore(a, b) ? b : a), noted),
    );
  }
  const first = [...starts.values()].reduce((a, b) => (isBefore(a, b) ? a : b));
  const ahead = await readNumberedBeyond(db, partitions, first);
  return {
    lastSequence: new Map(numbers.map((each) => [partitionKey(each), each.last])),
    starts,
    first,
    ahead: new Set(ahead.map(positionKey)),
  };
}

async function publishAgain(
  { db, transport, stopping }: TakeOverOptions,
  { stream, partition, last, published }: PartitionNumbers,
): Promise<void> {
  const place: StreamPartition = { stream, partition };
  for (let from = published + 1n; from <= last;) {
    stopping.throwIfAborted();
    const numbered = await readNumbered(db, { ...place, from, limit: MAX_BATCH_ROWS });
    const end = numbered.at(-1)?.sequence;
    if (end === undefined) break;
    await transport.publish(
      stream,
      partition,
      numbered.map(({ epoch, sequence, entry }) => numberedEvent(entry, epoch, sequence)),
      stopping,
    );
    await notePublished(db, [{ ...place, sequence: end }]);
    from = end + 1n;
  }
}
