import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import type { StoreProfile } from './store-profile.js';

/** The store, or undefined when no event has told of it yet. */
export const findStore = (tx: Tx, id: string): Promise<StoreProfile | undefined> =>
  tx.maybe(sql`select id, name, email from stores where id = ${id}`);

/**
 * From here to the end of the transaction nobody else learns of this store, or decides that it is unknown: a message that
 * is held would otherwise be held for ever, when its store arrives at the same moment.
 */
export async function lockStore(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`notifications.store/${id}`}, 0))`);
}

/** Keeps the store as of its newest version; an older one changes nothing. */
export async function saveStore(tx: Tx, store: StoreProfile & { readonly version: number }): Promise<void> {
  await tx.execute(sql`
    insert into stores (id, name, email, version) values (${store.id}, ${store.name}, ${store.email}, ${store.version})
    on conflict (id) do update set name = excluded.name, email = excluded.email, version = excluded.version
    where stores.version < excluded.version`);
}
