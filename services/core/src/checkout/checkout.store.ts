import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { InvoiceRow } from '../invoices/invoice-row.js';

/** An invoice as its page needs it: with the name of the store. */
export interface CheckoutRow extends InvoiceRow {
  readonly store_name: string;
}

export const findCheckout = (db: Queries, invoiceId: string): Promise<CheckoutRow | undefined> =>
  db.maybe<CheckoutRow>(
    sql`select i.*, s.name as store_name from invoices i join stores s on s.id = i.store_id where i.id = ${invoiceId}`,
    { name: 'checkout-find' },
  );

/** The versions of the invoices that are being looked at, in one statement however many they are. */
export const versionsOf = (
  db: Queries,
  invoiceIds: readonly string[],
): Promise<{ id: string; version: number }[]> =>
  db.query<{ id: string; version: number }>(
    sql`select id, version from invoices where id = any (${invoiceIds}::text[])`,
    { name: 'checkout-versions' },
  );

/** The payer asked for the receipt, once. Gives false when somebody did before. An address from the merchant is kept. */
export async function saveReceiptRequest(db: Queries, invoiceId: string, email: string): Promise<boolean> {
  const saved = await db.execute(sql`
    update invoices
       set receipt_email_requested_at = now(), version = version + 1, updated_at = now(),
           customer = coalesce(customer, '{"name": null, "locale": null}'::jsonb)
                      || jsonb_build_object('email', coalesce(customer ->> 'email', ${email}::text))
     where id = ${invoiceId} and receipt_email_requested_at is null`);
  return saved === 1;
}
