import { join, sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { InvoiceStatus } from '@sixpence/schemas';
import type { InvoiceOwner } from './invoice-owner.js';
import type { InvoiceRow } from './invoice-row.js';

/** Which of an owner's invoices are asked for. */
export interface InvoiceFilter {
  /** Ids before this one. */
  readonly before?: string | undefined;
  readonly status?: InvoiceStatus | undefined;
  readonly orderId?: string | undefined;
  readonly createdAfter?: { readonly at: Date; readonly firstId: string } | undefined;
  readonly limit: number;
}

const columns = sql`
  id, store_id, livemode, status, exceptions, amount, currency, currency_decimals, paid_value, order_id, description,
  customer, redirect_url, cancel_url, metadata, methods, created_at, updated_at, expires_at, monitoring_until,
  canceled_at, expired_at, settled_at, receipt_email_requested_at, version, event_sequence`;

/** The invoice, or undefined when its owner has none of that id. */
export async function findInvoice(
  db: Queries,
  owner: InvoiceOwner,
  invoiceId: string,
): Promise<InvoiceRow | undefined> {
  return db.maybe<InvoiceRow>(
    sql`
      select ${columns}
        from invoices
       where id = ${invoiceId} and store_id = ${owner.storeId} and livemode = ${owner.livemode}`,
    { name: 'invoices-find' },
  );
}

/** An owner's invoices, newest first. Ids are unique and sort by time, so that equal times neither repeat nor skip any. */
export async function listInvoices(
  db: Queries,
  owner: InvoiceOwner,
  filter: InvoiceFilter,
): Promise<InvoiceRow[]> {
  const { before, status, orderId, createdAfter } = filter;
  const conditions = [
    sql`store_id = ${owner.storeId}`,
    sql`livemode = ${owner.livemode}`,
    ...(before === undefined ? [] : [sql`id < ${before}`]),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
    ...(orderId === undefined ? [] : [sql`order_id = ${orderId}`]),
    ...(createdAfter === undefined
      ? []
      : [sql`id >= ${createdAfter.firstId} and created_at > ${createdAfter.at}`]),
  ];
  return db.query<InvoiceRow>(sql`
    select ${columns} from invoices where ${join(conditions, ' and ')} order by id desc limit ${filter.limit}`);
}

/** Writes the metadata of a locked invoice, as its next version. */
export async function updateMetadata(
  tx: Tx,
  { id, metadata, version, updated_at }: Pick<InvoiceRow, 'id' | 'metadata' | 'version' | 'updated_at'>,
): Promise<void> {
  await tx.execute(
    sql`
      update invoices
         set metadata = ${JSON.stringify(metadata)}::jsonb, version = ${version}, updated_at = ${updated_at}
       where id = ${id}`,
    { name: 'invoices-update-metadata' },
  );
}
