import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';

/** Keeps an event of another service for `GET /v1/events`, in the transaction of its effect. */
export async function insertReceivedEvent(tx: Tx, event: BusEvent): Promise<void> {
  await tx.execute(
    sql`
      insert into received_events (event_id, store_id, livemode, type, envelope)
      values (${event.id}, ${event.storeid}, ${event.livemode}, ${event.type}, ${JSON.stringify(event)})`,
    { name: 'received-events-insert' },
  );
}
