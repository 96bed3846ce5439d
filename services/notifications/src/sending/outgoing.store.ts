import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { OutgoingMail } from './outgoing-mail.js';

/** A lease on messages: nobody else sends them until it ends. */
export interface Lease {
  readonly id: string;
  readonly lengthMs: number;
}

/**
 * Takes up to `limit` due messages under a lease and counts the try, oldest first. Messages that another process takes at
 * this moment are passed over; those whose holder is gone come back when its lease ends.
 */
export const claimDue = (db: Queries, lease: Lease, limit: number): Promise<OutgoingMail[]> =>
  db.query(
    sql`
      update messages set lease = ${lease.id}, attempts = attempts + 1,
                          lease_until = clock_timestamp() + ${lease.lengthMs} * interval '1 millisecond'
      where id in (
        select id from messages
        where status = 'due' and due_at <= clock_timestamp() and (lease_until is null or lease_until < clock_timestamp())
        order by due_at limit ${limit} for update skip locked
      )
      returning id, kind, invoice_id as "invoiceId", store_id as "storeId", livemode, recipient,
                sender_name as "senderName", reply_to as "replyTo", subject, body_text as "text", body_html as "html",
                created_at as "createdAt", attempts, traceparent`,
    { name: 'notifications-claim-due' },
  );

/** Ends the message; false when the lease was lost, and somebody else has it to end. */
export async function endMessage(
  tx: Tx,
  lease: Lease,
  id: string,
  end: { status: 'sent' | 'failed'; channel: string; reason: string | null },
): Promise<boolean> {
  const ended = await tx.execute(sql`
    update messages set status = ${end.status}, channel = ${end.channel}, last_error = ${end.reason},
                        ended_at = clock_timestamp(), lease = null, lease_until = null
    where id = ${id} and lease = ${lease.id} and status = 'due'`);
  return ended === 1;
}

/** Gives the message back, to be tried again after a pause. */
export async function postponeMessage(
  db: Queries,
  lease: Lease,
  id: string,
  pauseMs: number,
  reason: string,
): Promise<void> {
  await db.execute(sql`
    update messages set due_at = clock_timestamp() + ${pauseMs} * interval '1 millisecond', last_error = ${reason},
                        lease = null, lease_until = null
    where id = ${id} and lease = ${lease.id} and status = 'due'`);
}
