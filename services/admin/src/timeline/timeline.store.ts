import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { TimelineRow } from './timeline-entry.js';

/** No invoice has as many events; a bound keeps the answer in hand all the same. */
const maxEntries = 2_000;

/** Adds what is not there yet. */
export async function insertEntries(tx: Tx, rows: readonly TimelineRow[]): Promise<void> {
  await tx.execute(
    sql`insert into timeline_entries (event_id, invoice_id, at, service, type, sequence, data)
        select * from unnest(
          ${rows.map((row) => row.event_id)}::text[], ${rows.map((row) => row.invoice_id)}::text[],
          ${rows.map((row) => row.at)}::timestamptz[], ${rows.map((row) => row.service)}::text[],
          ${rows.map((row) => row.type)}::text[], ${rows.map((row) => row.sequence)}::integer[],
          ${rows.map((row) => JSON.stringify(row.data))}::jsonb[])
        on conflict (event_id) do nothing`,
    { name: 'admin-insert-entries' },
  );
}

export const entriesOf = (db: Queries, invoiceId: string): Promise<TimelineRow[]> =>
  db.query<TimelineRow>(sql`
    select event_id, invoice_id, at, service, type, sequence, data
      from timeline_entries where invoice_id = ${invoiceId} order by at limit ${maxEntries}`);
