import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { ApiKeyScope, Wallet } from '@sixpence/schemas';
import type { ApiKeyRow } from './api-key.js';

const columns = sql`id, store_id, livemode, name, scopes, hint, created_at, revoked_at`;

/** What a valid key stands for. */
export interface KeyHolderRow {
  readonly key_id: string;
  readonly store_id: string;
  readonly livemode: boolean;
  readonly scopes: ApiKeyScope[];
  readonly wallets: Wallet[];
  readonly markup_bps: number;
}

/** The holder of a key (by its SHA-256, hexadecimal) that is not revoked, with the store's wallets and markup: all that a request needs to know of its sender. */
export async function findKeyHolder(db: Queries, secretHash: string): Promise<KeyHolderRow | undefined> {
  return db.maybe<KeyHolderRow>(
    sql`
      select k.id as key_id, k.store_id, k.livemode, k.scopes, s.markup_bps,
             (select coalesce(json_agg(json_build_object('chain', chain, 'treasury', treasury) order by chain), '[]')
                from wallets
               where store_id = k.store_id) as wallets
        from api_keys k join stores s on s.id = k.store_id
       where k.secret_hash = decode(${secretHash}, 'hex') and k.revoked_at is null`,
    { name: 'find-key-holder' },
  );
}

/** Adds a key; of its secret the SHA-256 only, hexadecimal. */
export async function insertApiKey(tx: Tx, key: ApiKeyRow, secretHash: string): Promise<void> {
  await tx.execute(sql`
    insert into api_keys (id, store_id, livemode, name, scopes, hint, secret_hash, created_at)
    values (${key.id}, ${key.store_id}, ${key.livemode}, ${key.name}, ${key.scopes}, ${key.hint},
            decode(${secretHash}, 'hex'), ${key.created_at})`);
}

/** All keys of a store, oldest first; the revoked ones too. */
export async function listApiKeyRows(db: Queries, storeId: string): Promise<ApiKeyRow[]> {
  return db.query<ApiKeyRow>(sql`select ${columns} from api_keys where store_id = ${storeId} order by id`);
}

/** Revokes a key, once and for ever: a second call changes nothing. Gives the key, or undefined when there is none. */
export async function revokeApiKeyRow(
  db: Queries,
  storeId: string,
  apiKeyId: string,
): Promise<ApiKeyRow | undefined> {
  return db.maybe<ApiKeyRow>(sql`
    update api_keys
       set revoked_at = coalesce(revoked_at, now())
     where id = ${apiKeyId} and store_id = ${storeId}
    returning ${columns}`);
}
