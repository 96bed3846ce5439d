import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { KeyScope } from './key-scope.js';
import type { StoredAnswer } from './stored-answer.js';

/** The answer that was given in the last 24 h, or undefined. */
export async function findAnswer(
  db: Queries,
  { storeId, livemode, scope, key }: KeyScope,
): Promise<StoredAnswer | undefined> {
  return db.maybe<StoredAnswer>(
    sql`
      select request_hash, answer
        from idempotency_keys
       where store_id = ${storeId} and livemode = ${livemode} and scope = ${scope} and key = ${key}
         and created_at > now() - interval '24 hours'`,
    { name: 'find-answer' },
  );
}

/** Forgets at most `limit` answers to merchants, and as many to services, whose 24 h are over; says how many in all. */
export async function deleteStaleAnswers(db: Queries, limit: number): Promise<number> {
  const toMerchants = await db.execute(sql`
    delete from idempotency_keys
     where ctid = any (array(
       select ctid from idempotency_keys where created_at <= now() - interval '24 hours' limit ${limit}))`);
  const toServices = await db.execute(sql`
    delete from answered_requests
     where ctid = any (array(
       select ctid from answered_requests where created_at <= now() - interval '24 hours' limit ${limit}))`);
  return toMerchants + toServices;
}
