import { raw, sql } from '@sixpence/postgres';
import type { Database, Queries, Sql } from '@sixpence/postgres';
import type { Stream } from '@sixpence/schemas';
import { shardCount } from './shards.js';
import type { OutboxEntry, Position, Predecessor } from './batch-order.js';

/** A row of the outbox as `entryColumns` gives it. */
export interface EntryRow {
  epoch: number;
  txid: string;
  id: string;
  stream: Stream;
  key: string;
  version: number;
  partition: number;
  type: string;
  envelope: string | null;
}

/** What an entry is made of, of an outbox that is called `o` in the statement. */
export const entryColumns = raw(
  'o.epoch, o.txid, o.id, o.stream, o.key, o.version, o.partition, o.type, o.envelope::text as envelope',
);

/** The condition on `o.partition` for rows of these shards. */
export const isOfShards = (shards: readonly number[]): Sql =>
  sql`o.partition % ${shardCount}::smallint = any(${[...shards]}::smallint[])`;

/** What a reader of the outbox wants of it. */
export interface Reading {
  readonly after: Position;
  /** The present epoch's number. */
  readonly epoch: number;
  /** Days before this one (YYYY-MM-DD) hold nothing after the position; undefined when that is not known. */
  readonly since: string | undefined;
  /** Only the envelopes of these types; undefined: all. */
  readonly types?: ReadonlySet<string> | undefined;
  /** Only rows of these sets of partitions; undefined: all. */
  readonly shards?: readonly number[] | undefined;
  readonly limit: number;
}

/** What stands after a position. */
export interface Batch {
  /** Committed, and nothing can still appear before any of them. */
  readonly entries: OutboxEntry[];
  /** True when rows are there that an older transaction, still running, could yet come before. */
  readonly waiting: boolean;
  /** Nothing before it is unread, when there are fewer entries than the limit. */
  readonly horizon: Position;
  /** Nothing after the horizon is of an earlier day than this. No transaction of ours lives for a day. */
  readonly horizonDay: string;
}

/**
 * The rows in the order of the primary key, and no more of them than are asked for. The planner takes `(epoch, txid, id) > …` for
 * nearly nothing, since all rows have the same epoch, and would sort the whole backlog for each batch: minutes where it is long.
 */
const alongTheKey = sql`
  select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_sort', 'off', true),
         set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
         set_config('jit', 'off', true)`;

/**
 * Reads at most `limit` rows after the position. A row of the present epoch counts only once every transaction with a lower id
 * has ended (`pg_snapshot_xmin`): otherwise one that commits late would be passed over.
 */
export async function readOutbox(db: Database, reading: Reading): Promise<Batch> {
  const { after, epoch, since = '-infinity', limit } = reading;
  const types = reading.types === undefined ? null : [...reading.types];
  const shards = reading.shards === undefined ? null : [...reading.shards];
  const read = sql`
      select s.xmin, s.yesterday, o.*
        from (select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
                     ((now() at time zone 'utc')::date - 1)::text as yesterday) as s
        left join (
          select epoch, txid, id, stream, key, version, partition, type,
                 case when ${types}::text[] is null or type = any(${types}::text[]) then envelope::text end as envelope
            from outbox
           where (epoch, txid, id) > (${after.epoch}::integer, ${after.txid}::xid8, ${after.id}::bigint)
             and day >= ${since}::date
             and (${shards}::smallint[] is null or partition % ${shardCount}::smallint = any(${shards}::smallint[]))
           order by epoch, txid, id
           limit ${limit}) as o on true
       order by o.epoch, o.txid, o.id`;
  const [head, ...rest] = await db.transaction(async (tx) => {
    const [, found] = await Promise.all([
      tx.query(alongTheKey, { name: 'bus-relay-along-the-key' }),
      tx.query<{ xmin: string; yesterday: string } & Partial<EntryRow>>(read, { name: 'bus-relay-read' }),
    ]);
    return found;
  });
  if (head === undefined) throw new Error('a query without conditions gave no row');
  const rows = (head.epoch === null ? [] : [head, ...rest]) as unknown as EntryRow[];
  const horizon = { epoch, txid: BigInt(head.xmin), id: 0n };
  const entries = rows.map(toEntry).filter(({ position }) => isBelow(position, horizon));
  return { entries, waiting: entries.length < rows.length, horizon, horizonDay: head.yesterday };
}

const isBelow = (position: Position, horizon: Position): boolean =>
  position.epoch < horizon.epoch || position.txid < horizon.txid;

/**
 * The predecessors that stand beyond the position. They are committed: a version is raised under its aggregate's row
 * lock, so n is visible only after n−1 is.
 */
export async function readBeyond(
  db: Queries,
  position: Position,
  predecessors: readonly Predecessor[],
): Promise<OutboxEntry[]> {
  const rows = await db.query<EntryRow>(
    sql`
      select ${entryColumns}
        from outbox o
        join unnest(
          ${predecessors.map(({ stream }) => stream)}::text[],
          ${predecessors.map(({ key }) => key)}::text[],
          ${predecessors.map(({ version }) => version)}::integer[]) as p (stream, key, version)
       using (stream, key, version)
       where (o.epoch, o.txid, o.id) > (${position.epoch}::integer, ${position.txid}::xid8, ${position.id}::bigint)`,
    { name: 'bus-relay-read-beyond' },
  );
  return rows.map(toEntry);
}

/** The entry of a row that a query gave as text. */
export function toEntry(row: EntryRow): OutboxEntry {
  return {
    position: { epoch: row.epoch, txid: BigInt(row.txid), id: BigInt(row.id) },
    stream: row.stream,
    key: row.key,
    version: row.version,
    partition: row.partition,
    type: row.type,
    envelope: row.envelope ?? undefined,
  };
}
