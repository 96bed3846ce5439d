import { join, sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { StoreRow } from './store.js';

const storeWithWallets = sql`
  select s.id, s.name, s.email, s.markup_bps, s.version, s.created_at, s.updated_at,
         coalesce(w.wallets, '[]') as wallets
    from stores s
    left join lateral (
      select json_agg(json_build_object('chain', chain, 'treasury', treasury) order by chain) as wallets
        from wallets
       where store_id = s.id
    ) w on true`;

/** Adds a store and its wallets. */
export async function insertStore(tx: Tx, store: StoreRow): Promise<void> {
  await tx.execute(sql`
    insert into stores (id, name, email, markup_bps, version, created_at, updated_at)
    values (${store.id}, ${store.name}, ${store.email}, ${store.markup_bps}, ${store.version}, ${store.created_at}, ${store.updated_at})`);
  const rows = store.wallets.map(
    ({ chain, treasury }) => sql`(${store.id}, ${chain}, ${treasury}, ${store.created_at})`,
  );
  await tx.execute(sql`insert into wallets (store_id, chain, treasury, created_at) values ${join(rows)}`);
}

/** Sets the markup and raises the version; false, and nothing is changed, when it has that markup or there is no such store. */
export async function setMarkup(tx: Tx, storeId: string, markupBps: number): Promise<boolean> {
  const changed = await tx.maybe<{ id: string }>(sql`
    update stores
       set markup_bps = ${markupBps}, version = version + 1, updated_at = now()
     where id = ${storeId} and markup_bps <> ${markupBps}
    returning id`);
  return changed !== undefined;
}

/** The store, or undefined. */
export async function findStore(db: Queries, storeId: string): Promise<StoreRow | undefined> {
  return db.maybe<StoreRow>(sql`${storeWithWallets} where s.id = ${storeId}`);
}

/** Stores by id, oldest first, those after `cursor` (an id; '' for the first page). */
export async function listStoreRows(db: Queries, cursor: string, limit: number): Promise<StoreRow[]> {
  return db.query<StoreRow>(sql`${storeWithWallets} where s.id > ${cursor} order by s.id limit ${limit}`);
}
