import { empty, sql } from '@sixpence/postgres';
import type { Queries, Sql, Tx } from '@sixpence/postgres';
import type { DeadLetterSummary } from '@sixpence/schemas';
import type { DeadLetterEntry, DeadLetterFilter } from './dead-letter-entry.js';

/** Keeps a letter as it was told, unless something newer is known of it. */
export async function upsertEntry(tx: Tx, { summary, event, data_omitted }: DeadLetterEntry): Promise<void> {
  await tx.execute(
    sql`insert into dead_letter_entries
          (id, service, status, type, version, resolved_at, summary, event, data_omitted)
        values (${summary.id}, ${summary.group}, ${summary.status}, ${summary.eventType}, ${summary.version},
                ${summary.resolvedAt}, ${JSON.stringify(summary)}::jsonb, ${JSON.stringify(event)}::jsonb, ${data_omitted})
        on conflict (id) do update
          set status = excluded.status, version = excluded.version, resolved_at = excluded.resolved_at,
              summary = excluded.summary
        where excluded.version > dead_letter_entries.version`,
    { name: 'admin-upsert-dead-letter' },
  );
}

/** Notes what the owner answered of a letter, unless something newer is known of it. */
export async function updateSummary(db: Queries, summary: DeadLetterSummary): Promise<void> {
  await db.execute(sql`
    update dead_letter_entries
       set status = ${summary.status}, version = ${summary.version}, resolved_at = ${summary.resolvedAt},
           summary = ${JSON.stringify(summary)}::jsonb
     where id = ${summary.id} and version < ${summary.version}`);
}

export const entryById = (db: Queries, id: string): Promise<DeadLetterEntry | undefined> =>
  db.maybe<DeadLetterEntry>(
    sql`select summary, event, data_omitted from dead_letter_entries where id = ${id}`,
  );

/** The newest first, those before the id `before`. */
export async function newestSummaries(
  db: Queries,
  filter: DeadLetterFilter,
  page: { before: string | undefined; limit: number },
): Promise<DeadLetterSummary[]> {
  const rows = await db.query<{ summary: DeadLetterSummary }>(sql`
    select summary from dead_letter_entries
     where ${meant(filter)} ${page.before === undefined ? empty : sql`and id < ${page.before}`}
     order by id desc limit ${page.limit}`);
  return rows.map(({ summary }) => summary);
}

/** The oldest first, those after the id `after` ('' for the first page). */
export async function oldestSummaries(
  db: Queries,
  filter: DeadLetterFilter,
  page: { after: string; limit: number },
): Promise<DeadLetterSummary[]> {
  const rows = await db.query<{ summary: DeadLetterSummary }>(sql`
    select summary from dead_letter_entries
     where ${meant(filter)} and id > ${page.after} order by id limit ${page.limit}`);
  return rows.map(({ summary }) => summary);
}

/** How many there are after the id `after`. */
export async function countEntries(db: Queries, filter: DeadLetterFilter, after: string): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`
    select count(*)::integer as count from dead_letter_entries where ${meant(filter)} and id > ${after}`);
  return count;
}

/** Deletes entries that were resolved more than `days` ago, at most `limit`; gives how many. */
export const deleteResolvedEntries = (db: Queries, days: number, limit: number): Promise<number> =>
  db.execute(sql`
    delete from dead_letter_entries where id = any(array(
      select id from dead_letter_entries where resolved_at < now() - make_interval(days => ${days})
       order by resolved_at limit ${limit}))`);

const meant = ({ status, service, type }: DeadLetterFilter): Sql => sql`
  status = ${status} ${service === undefined ? empty : sql`and service = ${service}`}
  ${type === undefined ? empty : sql`and type = ${type}`}`;
