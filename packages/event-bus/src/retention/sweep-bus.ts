import { sql } from '@sixpence/postgres';
import type { Queries, Sql } from '@sixpence/postgres';

export interface BusRetention {
  /** The outbox's days are kept at least this long, and always until every sink has them. As long as the topics at least. Default 7. */
  readonly outboxDays?: number;
  /** Inbox rows are kept this long. Longer than the outbox's: what the outbox can tell again must still be known. Default 30. */
  readonly inboxDays?: number;
  /** Dead letters are kept this long after they were resolved. Default 30. */
  readonly deadLetterDays?: number;
}

const ROWS_PER_STATEMENT = 5_000;
const MAX_STATEMENTS = 200;

/** For how many days to come the outbox has partitions: longer than any schedule may be late. */
const DAYS_AHEAD = 3;

/**
 * Makes the outbox's partitions of the days to come, drops those that are old, and deletes old rows of the inbox in small
 * statements that hold no lock for long, at most a million rows a call. Gives how many partitions and rows went. A partition of
 * which a sink has not everything stays, however old.
 */
export async function sweepBus(
  db: Queries,
  retention: BusRetention = {},
): Promise<{ partitions: number; inbox: number }> {
  const { outboxDays = 7, inboxDays = 30 } = retention;
  await prepareOutbox(db);
  const { partitions } = await db.one<{ partitions: number }>(
    sql`select bus_retire_days((now() at time zone 'utc')::date - ${outboxDays}::integer) as partitions`,
  );
  return { partitions, inbox: await deleteAll(db, oldInboxRows(inboxDays)) };
}

/** Makes the outbox's partitions of today and the days to come. */
export async function prepareOutbox(db: Queries): Promise<void> {
  await db.execute(sql`select bus_prepare_days(${DAYS_AHEAD})`);
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

const oldInboxRows = (days: number): Sql => sql`
  delete from inbox where ctid = any(array(
    select ctid from inbox where received_at < now() - make_interval(days => ${days}) limit ${ROWS_PER_STATEMENT}))`;
