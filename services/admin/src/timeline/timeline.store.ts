import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { TimelineRow } from './timeline-entry.js';

/** No invoice has as many events; a bound keeps the answer in hand all the same. */
const maxEntries = 2_000;

export async function insertEntry(tx: Tx, row: TimelineRow): Promise<void> {
  await tx.execute(
    sql`insert into timeline_entries (event_id, invoice_id, at, service, type, sequence, data)
        values (${row.event_id}, ${row.invoice_id}, ${row.at}, ${row.service}, ${row.type}, ${row.sequence},
                ${JSON.stringify(row.data)}::jsonb)
        on conflict (event_id) do nothing`,
    { name: 'admin-insert-entry' },
  );
}

export const entriesOf = (db: Queries, invoiceId: string): Promise<TimelineRow[]> =>
  db.query<TimelineRow>(sql`
    select event_id, invoice_id, at, service, type, sequence, data
      from timeline_entries where invoice_id = ${invoiceId} order by at limit ${maxEntries}`);
