import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { Position } from './batch-order.js';

export interface Cursor extends Position {
  readonly epoch: string;
}

/** The sink's cursor; a sink that is new begins at the beginning of the outbox. */
export async function readCursor(db: Queries, sink: string, epoch: string): Promise<Cursor> {
  await db.execute(sql`
    insert into relay_cursors (sink, epoch, txid, id) values (${sink}, ${epoch}, '0', 0) on conflict do nothing`);
  const row = await db.one<{ epoch: string; txid: string; id: string }>(
    sql`select epoch, txid, id from relay_cursors where sink = ${sink}`,
  );
  return { epoch: row.epoch, txid: BigInt(row.txid), id: BigInt(row.id) };
}

/** Moves the cursor forward; false when it is there already, further on, or of another epoch: it never goes back. */
export async function advanceCursor(
  db: Queries,
  sink: string,
  epoch: string,
  to: Position,
): Promise<boolean> {
  const moved = await db.execute(
    sql`
      update relay_cursors set txid = ${to.txid}::xid8, id = ${to.id}::bigint, moved_at = now()
       where sink = ${sink} and epoch = ${epoch} and (txid, id) < (${to.txid}::xid8, ${to.id}::bigint)`,
    { name: 'bus-relay-advance' },
  );
  return moved === 1;
}
