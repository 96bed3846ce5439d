import { sql } from '@sixpence/postgres';
import type { Database, Queries, Tx } from '@sixpence/postgres';

const ROWS_PER_STATEMENT = 5_000;

/**
 * The epoch that transaction ids belong to: the cluster's system identifier. A login that may not ask for it gets
 * 'unknown'; a restore is then noticed only by transaction ids that the cluster has not reached yet.
 */
export async function currentEpoch(db: Queries): Promise<string> {
  const { permitted } = await db.one<{ permitted: boolean }>(
    sql`select has_function_privilege('pg_control_system()', 'execute') as permitted`,
  );
  if (!permitted) return 'unknown';
  const { epoch } = await db.one<{ epoch: string }>(
    sql`select system_identifier::text as epoch from pg_control_system()`,
  );
  return epoch;
}

/**
 * Opens a new epoch when the outbox or its cursors come from another cluster (a logical restore): there, transaction
 * ids start low again, and rows stamped with high ones would wait for ever. Every row is stamped anew and every sink
 * starts from the beginning; the inboxes drop what had its effect before. True when it did so. Safe to call from several
 * processes at once.
 */
export async function openEpochIfRestored(db: Database, epoch: string): Promise<boolean> {
  if (!(await isRestored(db, epoch))) return false;
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended('sixpence.epoch/' || current_schema(), 0))`,
    );
    if (!(await isRestored(tx, epoch))) return false;
    await stampAnew(tx);
    await tx.execute(sql`update relay_cursors set epoch = ${epoch}, txid = '0', id = 0, moved_at = now()`);
    return true;
  });
}

async function isRestored(db: Queries, epoch: string): Promise<boolean> {
  const { restored } = await db.one<{ restored: boolean }>(sql`
    select exists (select from relay_cursors where epoch <> ${epoch})
        or exists (select from relay_cursors where txid >= pg_snapshot_xmax(pg_current_snapshot()))
        or exists (select from outbox where txid >= pg_snapshot_xmax(pg_current_snapshot())) as restored`);
  return restored;
}

async function stampAnew(tx: Tx): Promise<void> {
  const { newest } = await tx.one<{ newest: string }>(sql`select coalesce(max(id), 0) as newest from outbox`);
  for (;;) {
    const stamped = await tx.execute(sql`
      update outbox set txid = pg_current_xact_id()
       where (txid, id) in (
         select txid, id from outbox where txid <> pg_current_xact_id() and id <= ${newest}::bigint limit ${ROWS_PER_STATEMENT})`);
    if (stamped < ROWS_PER_STATEMENT) return;
  }
}
