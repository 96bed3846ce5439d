import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';

/** The network of development nodes: its rates are fixed, so that the bench needs no internet. */
export const chain = 'eip155:31337';

/** The second default account of anvil: some address that is somebody's. */
const treasury = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

/** Adds a store that is paid in all that the dev chain has, with a key. Gives the key's secret. */
export async function openShop(client: pg.Client): Promise<string> {
  const secret = `sk_test_${randomBytes(32).toString('base64url')}`;
  const storeId = `sto_${randomBytes(13).toString('hex')}`;
  await client.query('insert into stores (id, name, created_at, updated_at) values ($1, $2, now(), now())', [
    storeId,
    'Bench',
  ]);
  await client.query(
    'insert into wallets (store_id, chain, treasury, created_at) values ($1, $2, $3, now())',
    [storeId, chain, treasury],
  );
  await client.query(
    `insert into api_keys (id, store_id, livemode, name, scopes, hint, secret_hash, created_at)
     values ($1, $2, false, 'bench', '{invoices:write}', 'sk_test_', $3, now())`,
    [`key_${randomBytes(13).toString('hex')}`, storeId, createHash('sha256').update(secret).digest()],
  );
  return secret;
}
