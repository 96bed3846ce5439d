import { empty, sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';

/** Whose events are meant: a store's in one mode. */
interface Owner {
  readonly storeId: string;
  readonly livemode: boolean;
}

/** A place in the order of all public events. */
export interface EventPosition {
  readonly epoch: number;
  readonly txid: string;
  readonly id: string;
}

/** Where that event stands, if it is one of the owner's. */
export const positionOf = (
  db: Queries,
  { storeId, livemode }: Owner,
  eventId: string,
): Promise<EventPosition | undefined> =>
  db.maybe<EventPosition>(sql`
    select epoch, txid::text, id::text from public_events
     where event_id = ${eventId} and store_id = ${storeId} and livemode = ${livemode}`);

/** The events after a position, oldest first. */
export async function eventsAfter(
  db: Queries,
  { storeId, livemode }: Owner,
  after: EventPosition | undefined,
  limit: number,
): Promise<BusEvent[]> {
  const rows = await db.query<{ envelope: BusEvent }>(sql`
    select envelope from public_events
     where store_id = ${storeId} and livemode = ${livemode}
       ${after === undefined ? empty : sql`and (epoch, txid, id) > (${after.epoch}, ${after.txid}::xid8, ${after.id}::bigint)`}
     order by epoch, txid, id limit ${limit}`);
  return rows.map(({ envelope }) => envelope);
}
