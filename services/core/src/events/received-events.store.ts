import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';

/** As long as core's own outbox keeps its events: the two are read as one list. */
const keptDays = 7;
const rowsPerStatement = 5_000;
const maxStatements = 200;

/** Keeps an event of another service for `GET /v1/events`, in the transaction of its effect. */
export async function insertReceivedEvent(tx: Tx, event: BusEvent): Promise<void> {
  await tx.execute(
    sql`
      insert into received_events (epoch, event_id, store_id, livemode, type, envelope)
      values (coalesce((select max(number) from relay_epochs), 1), ${event.id}, ${event.storeid}, ${event.livemode},
              ${event.type}, ${JSON.stringify(event)})`,
    { name: 'received-events-insert' },
  );
}

/** Deletes what is older than 7 days, in small statements. */
export async function deleteOldReceivedEvents(db: Queries): Promise<void> {
  for (let statements = 0; statements < maxStatements; statements += 1) {
    const deleted = await db.execute(sql`
      delete from received_events where (epoch, txid, id) in (
        select epoch, txid, id
          from (select epoch, txid, id, received_at from received_events order by epoch, txid, id limit ${rowsPerStatement}) as oldest
         where received_at < now() - make_interval(days => ${keptDays}))`);
    if (deleted < rowsPerStatement) return;
  }
}
