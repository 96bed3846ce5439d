import { sql } from '@sixpence/postgres';
import type { Queries, Sql } from '@sixpence/postgres';

export interface BusRetention {
  /** Outbox rows are kept at least this long, and always until every sink has them. Default 7. */
  readonly outboxDays?: number;
  /** Inbox rows are kept this long. Longer than the outbox's: what the outbox can tell again must still be known. Default 30. */
  readonly inboxDays?: number;
  /** Dead letters are kept this long after they were resolved. Default 30. */
  readonly deadLetterDays?: number;
}

const ROWS_PER_STATEMENT = 5_000;
const MAX_STATEMENTS = 200;

/**
 * Deletes old rows of outbox and inbox, in small statements that hold no lock for long, at most a million rows a call. Gives
 * how many went. Outbox rows that a sink's cursor has not passed stay, however old.
 */
export async function sweepBus(
  db: Queries,
  retention: BusRetention = {},
): Promise<{ outbox: number; inbox: number }> {
  const { outboxDays = 7, inboxDays = 30 } = retention;
  return {
    outbox: await deleteAll(db, oldOutboxRows(outboxDays)),
    inbox: await deleteAll(db, oldInboxRows(inboxDays)),
  };
}

async function deleteAll(db: Queries, statement: Sql): Promise<number> {
  let deleted = 0;
  for (let statements = 0; statements < MAX_STATEMENTS; statements += 1) {
    const rows = await db.execute(statement);
    deleted += rows;
    if (rows < ROWS_PER_STATEMENT) break;
  }
  return deleted;
}

/** Looks only at the oldest rows, so that it costs nothing when there is nothing to do. */
const oldOutboxRows = (days: number): Sql => sql`
  delete from outbox where (txid, id) in (
    select txid, id
      from (select txid, id, created_at from outbox order by txid, id limit ${ROWS_PER_STATEMENT}) as oldest
     where created_at < now() - make_interval(days => ${days})
       and not exists (
         select from relay_cursors c where (c.txid, c.id) < (oldest.txid, oldest.id)))`;

const oldInboxRows = (days: number): Sql => sql`
  delete from inbox where ctid = any(array(
    select ctid from inbox where received_at < now() - make_interval(days => ${days}) limit ${ROWS_PER_STATEMENT}))`;
