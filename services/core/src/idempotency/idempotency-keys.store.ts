import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';

/** Where an idempotency key counts: a store in one mode, and one method and path. */
export interface KeyScope {
  readonly storeId: string;
  readonly livemode: boolean;
  /** Method and path, such as `POST /v1/invoices`. */
  readonly scope: string;
  readonly key: string;
}

export interface StoredAnswer {
  readonly request_hash: Buffer;
  /** The body as it was sent. */
  readonly answer: string;
}

/** The answer that was given in the last 24 h, or undefined. */
export async function findAnswer(db: Queries, { storeId, livemode, scope, key }: KeyScope): Promise<StoredAnswer | undefined> {
  return db.maybe<StoredAnswer>(
    sql`
      select request_hash, answer
        from idempotency_keys
       where store_id = ${storeId} and livemode = ${livemode} and scope = ${scope} and key = ${key}
         and created_at > now() - interval '24 hours'`,
    { name: 'find-answer' },
  );
}

/** Forgets the key if its 24 h are over, so that it can be used anew. */
export async function forgetStaleAnswer(db: Queries, { storeId, livemode, scope, key }: KeyScope): Promise<void> {
  await db.execute(sql`
    delete from idempotency_keys
     where store_id = ${storeId} and livemode = ${livemode} and scope = ${scope} and key = ${key}
       and created_at <= now() - interval '24 hours'`);
}

/** Forgets at most `limit` keys whose 24 h are over; says how many. */
export async function deleteStaleAnswers(db: Queries, limit: number): Promise<number> {
  return db.execute(sql`
    delete from idempotency_keys
     where ctid = any (array(
       select ctid from idempotency_keys where created_at <= now() - interval '24 hours' limit ${limit}))`);
}
