import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { Stream } from '@sixpence/schemas';
import { isBefore } from '../relay/batch-order.js';
import type { OutboxEntry, Position } from '../relay/batch-order.js';
import { entryColumns, isOfShards, toEntry } from '../relay/outbox.store.js';
import type { EntryRow } from '../relay/outbox.store.js';
import type { StreamPartition } from '../relay/shards.js';
import type { ShardLease } from './leases.store.js';
import { MAX_BATCH_ROWS } from './numbered-batch.js';
import type { NumberedBatch } from './numbered-batch.js';

/** What is written down of numbered rows. */
export interface Numbering {
  readonly batches: readonly NumberedBatch[];
  /** The present epoch's number, and that of the rows. */
  readonly epoch: number;
  readonly rowEpoch: number;
  /** Up to where the outbox was read. */
  readonly upto: Position;
}

const arrayText = (values: readonly bigint[]): string => `{${values.join(',')}}`;

/**
 * Writes the numbers down, all or none; false when one of the leases was taken by another meanwhile: nothing is written then,
 * and nothing may be published.
 */
export async function insertBatches(
  db: Queries,
  leases: readonly ShardLease[],
  { batches, epoch, rowEpoch, upto }: Numbering,
): Promise<boolean> {
  const written = await db.execute(
    sql`
      with held as (
        select from relay_leases l
          join unnest(${leases.map(({ shard }) => shard)}::smallint[], ${leases.map(({ token }) => String(token))}::bigint[])
               as h (shard, token) on h.shard = l.shard and h.token = l.token
           for share of l)
      insert into relay_batches (stream, partition, first_sequence, epoch, row_epoch, txids, ids, upto_txid, upto_id, reaches_beyond)
      select stream, partition, first_sequence, ${epoch}::integer, ${rowEpoch}::integer, txids::xid8[], ids::bigint[],
             ${upto.txid}::xid8, ${upto.id}::bigint, reaches_beyond
        from unnest(
          ${batches.map(({ stream }) => stream)}::text[], ${batches.map(({ partition }) => partition)}::smallint[],
          ${batches.map(({ firstSequence }) => String(firstSequence))}::bigint[],
          ${batches.map(({ entries }) => arrayText(entries.map(({ position }) => position.txid)))}::text[],
          ${batches.map(({ entries }) => arrayText(entries.map(({ position }) => position.id)))}::text[],
          ${batches.map(({ entries }) => entries.some(({ position }) => isBefore(upto, position)))}::boolean[]
        ) as b (stream, partition, first_sequence, txids, ids, reaches_beyond)
       where (select count(*) from held) = ${leases.length}`,
    { name: 'bus-relay-number' },
  );
  return written === batches.length;
}

/** Where a partition's numbers are. */
export interface PartitionNumbers extends StreamPartition {
  readonly last: bigint;
  readonly published: bigint;
  /** Up to where its rows are numbered; undefined when its numbers are retired, or there were none. */
  readonly upto: Position | undefined;
}

/** The last numbers of the partitions. */
export async function readNumbers(
  db: Queries,
  partitions: readonly StreamPartition[],
): Promise<PartitionNumbers[]> {
  const rows = await db.query<{
    stream: Stream;
    partition: number;
    last: string | null;
    published: string | null;
    row_epoch: number | null;
    upto_txid: string | null;
    upto_id: string | null;
  }>(sql`
    select w.stream, w.partition, b.last, p.sequence as published, b.row_epoch, b.upto_txid, b.upto_id
      from unnest(${partitions.map(({ stream }) => stream)}::text[], ${partitions.map(({ partition }) => partition)}::smallint[])
           as w (stream, partition)
      left join relay_partitions p on p.stream = w.stream and p.partition = w.partition
      left join lateral (
        select first_sequence + cardinality(ids) - 1 as last, row_epoch, upto_txid, upto_id
          from relay_batches r
         where r.stream = w.stream and r.partition = w.partition
         order by first_sequence desc limit 1) as b on true`);
  return rows.map((row) => {
    const published = BigInt(row.published ?? 0);
    const last = BigInt(row.last ?? 0);
    return {
      stream: row.stream,
      partition: row.partition,
      // Numbers that were published are kept when those of the rows are retired.
      last: last > published ? last : published,
      published,
      upto:
        row.row_epoch === null
          ? undefined
          : { epoch: row.row_epoch, txid: BigInt(row.upto_txid ?? 0), id: BigInt(row.upto_id ?? 0) },
    };
  });
}

/** A row of the outbox with its number. */
export interface NumberedEntry {
  /** The token of the epoch in which it was numbered. */
  readonly epoch: string;
  readonly sequence: bigint;
  readonly entry: OutboxEntry;
}

/** Of the numbers of a partition from `from` on, the first `limit`: those that are still kept, of one epoch or of all. */
export async function readNumbered(
  db: Queries,
  wanted: StreamPartition & {
    readonly from: bigint;
    readonly epoch?: string | undefined;
    readonly limit: number;
  },
): Promise<NumberedEntry[]> {
  const { stream, partition, from, limit } = wanted;
  const epoch = wanted.epoch ?? null;
  const end = from + BigInt(limit);
  const rows = await db.query<EntryRow & { token: string; sequence: string }>(sql`
    select e.token, b.first_sequence + n.place - 1 as sequence,
           ${entryColumns}
      from relay_batches b
      join relay_epochs e on e.number = b.epoch
      cross join lateral unnest(b.txids, b.ids) with ordinality as n (txid, id, place)
      join outbox o on o.epoch = b.row_epoch and o.txid = n.txid and o.id = n.id
     where b.stream = ${stream} and b.partition = ${partition}
       and b.first_sequence > ${String(from - BigInt(MAX_BATCH_ROWS))}::bigint
       and b.first_sequence < ${String(end)}::bigint
       and b.first_sequence + n.place - 1 >= ${String(from)}::bigint
       and b.first_sequence + n.place - 1 < ${String(end)}::bigint
       and (${epoch}::text is null or e.token = ${epoch}::text)
     order by sequence`);
  return rows.map((row) => ({ epoch: row.token, sequence: BigInt(row.sequence), entry: toEntry(row) }));
}

/** Rows beyond the position that have a number already, as the predecessors of others. */
export async function readNumberedBeyond(
  db: Queries,
  partitions: readonly StreamPartition[],
  position: Position,
): Promise<Position[]> {
  const rows = await db.query<{ epoch: number; txid: string; id: string }>(sql`
    select b.row_epoch as epoch, n.txid, n.id
      from relay_batches b
      join unnest(${partitions.map(({ stream }) => stream)}::text[], ${partitions.map(({ partition }) => partition)}::smallint[])
           as w (stream, partition) on w.stream = b.stream and w.partition = b.partition
      cross join lateral unnest(b.txids, b.ids) as n (txid, id)
     where b.reaches_beyond
       and (b.row_epoch, n.txid, n.id) > (${position.epoch}::integer, ${position.txid}::xid8, ${position.id}::bigint)`);
  return rows.map(({ epoch, txid, id }) => ({ epoch, txid: BigInt(txid), id: BigInt(id) }));
}

/**
 * Rows of epochs that are over and that have no number, at most `limit` of one epoch, the oldest. Such an outbox was restored:
 * its rows are all committed, but need not stand behind what was read there. Nothing older than a day before the last numbers
 * of the other cluster can be without one.
 */
export async function readUnnumbered(
  db: Queries,
  shards: readonly number[],
  presentEpoch: number,
  limit: number,
): Promise<OutboxEntry[]> {
  const rows = await db.query<EntryRow>(sql`
    with since as (
      select coalesce(max(day) - 1, '-infinity'::date) as day from relay_batches where epoch < ${presentEpoch}),
    numbered as (
      select b.row_epoch as epoch, n.txid, n.id
        from relay_batches b cross join lateral unnest(b.txids, b.ids) as n (txid, id)
       where b.row_epoch < ${presentEpoch} and b.day >= (select day from since)),
    missing as materialized (
      select o.epoch, o.txid, o.id
        from outbox o left join numbered n on n.epoch = o.epoch and n.txid = o.txid and n.id = o.id
       where o.epoch < ${presentEpoch} and o.day >= (select day from since) and n.id is null and ${isOfShards(shards)})
    select ${entryColumns}
      from missing m join outbox o on o.epoch = m.epoch and o.txid = m.txid and o.id = m.id
     where m.epoch = (select min(epoch) from missing)
     order by o.txid, o.id
     limit ${limit}`);
  return rows.map(toEntry);
}
