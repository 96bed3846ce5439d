import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import type { LockedInvoice } from './locked-invoice.js';

/** How far each chain is scanned: nothing in a block up to that time is still unknown. */
export type ScannedUntil = ReadonlyMap<string, Date>;

/** Which invoices have come to the end of a time. What ended before `waitedUntil` no longer waits for its chains. */
export interface DueQuery {
  readonly now: Date;
  readonly waitedUntil: Date;
  readonly scannedUntil: ScannedUntil;
  readonly limit: number;
}

/** Locks an invoice, or gives undefined when there is none. */
export async function lockInvoice(tx: Tx, invoiceId: string): Promise<LockedInvoice | undefined> {
  return tx.maybe<LockedInvoice>(sql`select * from invoices where id = ${invoiceId} for update`, {
    name: 'invoices-lock',
  });
}

/**
 * Locks the `candidates` whose time `end` (a column) is over, and whose chains are all scanned past it or which have waited long
 * enough. Those that another transaction holds are left to the next time: it may be paying them.
 */
function lockDue(
  tx: Tx,
  name: string,
  candidates: ReturnType<typeof sql>,
  end: ReturnType<typeof sql>,
  { now, waitedUntil, scannedUntil, limit }: DueQuery,
): Promise<LockedInvoice[]> {
  return tx.query<LockedInvoice>(
    sql`
      select *
        from invoices i
       where ${candidates}
         and ${end} < ${now}
         and (${end} < ${waitedUntil} or not exists (
           select from jsonb_array_elements(i.methods) m
             left join unnest(${[...scannedUntil.keys()]}::text[], ${[...scannedUntil.values()]}::timestamptz[])
               as scanned (chain, until) on scanned.chain = m ->> 'chain'
            where scanned.until is null or scanned.until <= ${end}))
       order by ${end}
       limit ${limit}
         for update skip locked`,
    { name },
  );
}

/** Locks open invoices whose expiry is over. */
export const lockExpiredInvoices = (tx: Tx, due: DueQuery): Promise<LockedInvoice[]> =>
  lockDue(
    tx,
    'invoices-lock-expired',
    sql`status = 'new' and expired_at is null and canceled_at is null`,
    sql`expires_at`,
    due,
  );

/** Locks the invoices whose monitoring is over and whose money the chain took back. */
export const lockClosedInvoices = (tx: Tx, due: DueQuery): Promise<LockedInvoice[]> =>
  lockDue(
    tx,
    'invoices-lock-closed',
    sql`closed_at is null and status in ('new', 'expired') and exceptions @> array['reorged']`,
    sql`monitoring_until`,
    due,
  );

/** Writes the state of locked invoices back. */
export async function updateInvoiceStates(tx: Tx, rows: readonly LockedInvoice[]): Promise<void> {
  const changes = rows.map((row) => ({
    id: row.id,
    status: row.status,
    exceptions: row.exceptions,
    paid_value: row.paid_value,
    updated_at: row.updated_at,
    canceled_at: row.canceled_at,
    expired_at: row.expired_at,
    closed_at: row.closed_at,
    settled_at: row.settled_at,
    version: row.version,
    event_sequence: row.event_sequence,
  }));
  await tx.execute(
    sql`
      update invoices i
         set status = n.status, exceptions = n.exceptions, paid_value = n.paid_value, updated_at = n.updated_at,
             canceled_at = n.canceled_at, expired_at = n.expired_at, closed_at = n.closed_at, settled_at = n.settled_at,
             version = n.version, event_sequence = n.event_sequence
        from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as n (
          id text, status text, exceptions text[], paid_value numeric, updated_at timestamptz, canceled_at timestamptz,
          expired_at timestamptz, closed_at timestamptz, settled_at timestamptz, version integer, event_sequence integer)
       where i.id = n.id`,
    { name: 'invoices-update-states' },
  );
}
