import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { Position } from './batch-order.js';

/** The sink's cursor; a sink that is new begins at the beginning of the outbox. */
export async function readCursor(db: Queries, sink: string): Promise<Position> {
  await db.execute(sql`
    insert into relay_cursors (sink, epoch, txid, id) values (${sink}, 0, '0', 0) on conflict do nothing`);
  const row = await db.one<{ epoch: number; txid: string; id: string }>(
    sql`select epoch, txid, id from relay_cursors where sink = ${sink}`,
  );
  return { epoch: row.epoch, txid: BigInt(row.txid), id: BigInt(row.id) };
}

/**
 * Puts cursors of an older epoch back to the beginning: rows of older epochs need not stand in the order in which they were
 * committed, and what is told again is known to the inboxes.
 */
export async function rewindCursor(db: Queries, sink: string, epoch: number): Promise<void> {
  await db.execute(sql`
    update relay_cursors set epoch = 0, txid = '0', id = 0 where sink = ${sink} and epoch < ${epoch}`);
}

/** Moves the cursors forward; gives how many moved: one that is there already or further on never goes back. */
export async function advanceCursors(db: Queries, sinks: readonly string[], to: Position): Promise<number> {
  return db.execute(
    sql`
      update relay_cursors
         set epoch = ${to.epoch}, txid = ${to.txid}::xid8, id = ${to.id}::bigint, moved_at = now()
       where sink = any(${sinks}::text[])
         and (epoch, txid, id) < (${to.epoch}::integer, ${to.txid}::xid8, ${to.id}::bigint)`,
    { name: 'bus-relay-advance' },
  );
}

/** Forgets the cursors of sinks that another kind of transport had: they would keep the outbox from being retired. */
export async function forgetOtherCursors(db: Queries, kind: string): Promise<void> {
  await db.execute(sql`delete from relay_cursors where not starts_with(sink, ${`${kind}/`})`);
}
