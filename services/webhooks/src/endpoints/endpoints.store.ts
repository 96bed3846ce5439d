import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { EndpointRow, Owner } from './endpoint.js';

const columns = sql`id, store_id, livemode, url, events, enabled, sealed_secret, version, created_at, updated_at`;

/** Makes way for one more endpoint of the owner: whoever counts them waits until this transaction is over. */
export async function lockAndCount(tx: Tx, { storeId, livemode }: Owner): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`endpoints/${storeId}/${livemode}`}, 0))`,
  );
  const { count } = await tx.one<{ count: string }>(
    sql`select count(*) from endpoints where store_id = ${storeId} and livemode = ${livemode}`,
  );
  return Number(count);
}

export const insertEndpoint = (
  tx: Tx,
  row: EndpointRow,
  idempotencyKey: string | null,
): Promise<EndpointRow> =>
  tx.one<EndpointRow>(sql`
    insert into endpoints (id, store_id, livemode, url, events, enabled, sealed_secret, idempotency_key, created_at, updated_at)
    values (${row.id}, ${row.store_id}, ${row.livemode}, ${row.url}, ${row.events}, ${row.enabled}, ${row.sealed_secret},
            ${idempotencyKey}, ${row.created_at}, ${row.updated_at})
    returning ${columns}`);

/** The one that the same request of the same owner made before. */
export const endpointByKey = (
  db: Queries,
  { storeId, livemode }: Owner,
  idempotencyKey: string | null,
): Promise<EndpointRow | undefined> =>
  db.maybe<EndpointRow>(sql`
    select ${columns} from endpoints
     where store_id = ${storeId} and livemode = ${livemode} and idempotency_key = ${idempotencyKey}`);

export const endpointsOf = (db: Queries, { storeId, livemode }: Owner): Promise<EndpointRow[]> =>
  db.query<EndpointRow>(
    sql`select ${columns} from endpoints where store_id = ${storeId} and livemode = ${livemode} order by id`,
  );

export const endpointOf = (
  db: Queries,
  { storeId, livemode }: Owner,
  id: string,
): Promise<EndpointRow | undefined> =>
  db.maybe<EndpointRow>(
    sql`select ${columns} from endpoints where id = ${id} and store_id = ${storeId} and livemode = ${livemode}`,
  );

/** Those that want an event of that type, with what is needed to make deliveries. */
export const endpointsFor = (tx: Tx, { storeId, livemode }: Owner, type: string): Promise<{ id: string }[]> =>
  tx.query<{ id: string }>(
    sql`select id from endpoints
         where store_id = ${storeId} and livemode = ${livemode} and enabled and (events is null or ${type} = any (events))`,
    { name: 'webhooks-endpoints-for' },
  );

/** Sets what is given and leaves the rest; undefined when there is no such endpoint. */
export const updateEndpoint = (
  db: Queries,
  { storeId, livemode }: Owner,
  id: string,
  change: {
    url?: string | undefined;
    events?: readonly string[] | null | undefined;
    enabled?: boolean | undefined;
  },
): Promise<EndpointRow | undefined> =>
  db.maybe<EndpointRow>(sql`
    update endpoints
       set url = coalesce(${change.url ?? null}, url),
           events = case when ${change.events !== undefined} then ${change.events ?? null}::text[] else events end,
           enabled = coalesce(${change.enabled ?? null}, enabled),
           version = version + 1, updated_at = now()
     where id = ${id} and store_id = ${storeId} and livemode = ${livemode}
    returning ${columns}`);

/** Deletes the endpoint, and with it what was still on its way there. */
export const deleteEndpoint = (db: Queries, { storeId, livemode }: Owner, id: string): Promise<number> =>
  db.execute(
    sql`delete from endpoints where id = ${id} and store_id = ${storeId} and livemode = ${livemode}`,
  );

/** The endpoint said that it is gone: nothing more is sent until its owner switches it on again. */
export async function switchOff(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    sql`update endpoints set enabled = false, version = version + 1, updated_at = now() where id = ${id} and enabled`,
  );
}
