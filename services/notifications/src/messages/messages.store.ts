import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import type { Invoice } from '@sixpence/schemas';
import type { Mail } from '../mails/mail.js';
import type { Intent, MessageKind } from './message.js';

/** A message as it is written. */
export interface NewMessage {
  readonly id: string;
  readonly kind: MessageKind;
  readonly invoice: Invoice;
  readonly recipient: string;
  readonly mail: Mail;
  readonly traceparent: string | null;
}

/** Writes the message, due now; 0 rows when there is one of its kind for this invoice and reader. */
export const insertMessage = (
  tx: Tx,
  { id, kind, invoice, recipient, mail, traceparent }: NewMessage,
): Promise<number> =>
  tx.execute(sql`
    insert into messages (id, kind, invoice_id, store_id, livemode, recipient, sender_name, reply_to,
                          subject, body_text, body_html, traceparent)
    values (${id}, ${kind}, ${invoice.id}, ${invoice.storeId}, ${invoice.livemode}, ${recipient}, ${mail.senderName},
            ${mail.replyTo}, ${mail.subject}, ${mail.text}, ${mail.html}, ${traceparent})
    on conflict do nothing`);

/** Keeps a message back until its store is known. */
export async function holdMessage(tx: Tx, { kind, recipient, invoice }: Intent): Promise<void> {
  await tx.execute(sql`
    insert into held_messages (store_id, kind, invoice_id, recipient, invoice)
    values (${invoice.storeId}, ${kind}, ${invoice.id}, ${recipient}, ${JSON.stringify(invoice)}::jsonb)
    on conflict do nothing`);
}

/** Takes out what waited for a store. */
export const takeHeldMessages = (tx: Tx, storeId: string): Promise<Intent[]> =>
  tx.query(sql`delete from held_messages where store_id = ${storeId} returning kind, recipient, invoice`);

/**
 * To how many addresses, this one not counted, a receipt of the invoice goes. The count is right until the end of the
 * transaction: whoever asks for the same invoice waits.
 */
export async function countOtherReceipts(tx: Tx, invoiceId: string, recipient: string): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`notifications.receipts/${invoiceId}`}, 0))`,
  );
  const { count } = await tx.one<{ count: number }>(sql`
    select count(*)::integer as count from (
      select recipient from messages where kind = 'receipt' and invoice_id = ${invoiceId}
      union all
      select recipient from held_messages where kind = 'receipt' and invoice_id = ${invoiceId}
    ) receipts where lower(recipient) <> lower(${recipient})`);
  return count;
}

/** Removes messages that ended before then. */
export const deleteEndedBefore = (tx: Tx, before: Date): Promise<number> =>
  tx.execute(sql`delete from messages where status <> 'due' and ended_at < ${before}`);
