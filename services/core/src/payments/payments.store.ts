import { parseDecimal } from '@sixpence/money';
import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { Payment } from '@sixpence/schemas';
import type { Disposition } from '../invoices/invoice.js';
import type { PaymentRow } from './payment-row.js';

/** Keeps a payment as it is told of. False when a newer version of it is known already, and nothing is changed. */
export async function savePayment(tx: Tx, payment: Payment, disposition: Disposition): Promise<boolean> {
  const saved = await tx.execute(
    sql`
      insert into payments (
        id, invoice_id, method_id, version, chain, asset, decimals, transaction, position, index, from_address, amount,
        block_number, block_hash, block_time, confirmations, required_confirmations, status, disposition,
        seen_at, confirmed_at
      ) values (
        ${payment.id}, ${payment.invoiceId}, ${payment.methodId}, ${payment.version}, ${payment.chain}, ${payment.asset},
        ${payment.decimals}, ${payment.transaction}, ${payment.position}, ${payment.index}, ${payment.from},
        ${parseDecimal(payment.amount, payment.decimals).toString()},
        ${payment.blockNumber}, ${payment.blockHash}, ${payment.blockTime}, ${payment.confirmations},
        ${payment.requiredConfirmations}, ${payment.status}, ${disposition}, ${payment.seenAt}, ${payment.confirmedAt}
      )
      on conflict (id) do update set
        version = excluded.version,
        block_number = excluded.block_number,
        block_hash = excluded.block_hash,
        block_time = excluded.block_time,
        confirmations = excluded.confirmations,
        required_confirmations = excluded.required_confirmations,
        status = excluded.status,
        disposition = excluded.disposition,
        confirmed_at = excluded.confirmed_at
      where payments.version < excluded.version`,
    { name: 'payments-save' },
  );
  return saved > 0;
}

/** The payments of these invoices, each invoice's in the order they were seen in. */
export async function paymentsOf(
  db: Queries,
  invoiceIds: readonly string[],
): Promise<Map<string, PaymentRow[]>> {
  const rows = await db.query<PaymentRow>(
    sql`
      select id, invoice_id, method_id, version, chain, asset, decimals, transaction, position, index, from_address,
             amount, block_number, block_hash, block_time, confirmations, required_confirmations, status, disposition,
             seen_at, confirmed_at
        from payments
       where invoice_id = any(${invoiceIds}::text[])
       order by invoice_id, seen_at, id`,
    { name: 'payments-of-invoices' },
  );
  return Map.groupBy(rows, (row) => row.invoice_id);
}
