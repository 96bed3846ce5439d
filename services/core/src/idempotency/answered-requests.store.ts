import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';

/** Makes others with the same type and key wait until this transaction is over. */
export async function lockRequest(tx: Tx, type: string, key: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${type} ${key}`}, 0))`);
}

/** The answer that a request was given before. */
export async function findAnsweredRequest<Answer>(
  tx: Tx,
  type: string,
  key: string,
): Promise<Answer | undefined> {
  const row = await tx.maybe<{ answer: Answer }>(sql`
    select answer from answered_requests where type = ${type} and idempotency_key = ${key}`);
  return row?.answer;
}

export async function insertAnsweredRequest(
  tx: Tx,
  type: string,
  key: string,
  answer: object,
): Promise<void> {
  await tx.execute(sql`
    insert into answered_requests (type, idempotency_key, answer) values (${type}, ${key}, ${JSON.stringify(answer)})`);
}
