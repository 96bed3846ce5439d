import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';

/**
 * Answers a request from the bus once: the same type and key, asked again, gets the answer that was given, and nothing is
 * done twice. The answer is kept in the transaction of the effect. Without a key the request is simply done.
 */
export async function answerOnce<Answer extends object>(
  tx: Tx,
  type: string,
  key: string | undefined,
  effect: () => Promise<Answer>,
): Promise<Answer> {
  if (key === undefined) return effect();
  // Two that come at once take turns: the second one finds the answer of the first.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${type} ${key}`}, 0))`);
  const given = await tx.maybe<{ answer: Answer }>(sql`
    select answer from answered_requests where type = ${type} and idempotency_key = ${key}`);
  if (given) return given.answer;
  const answer = await effect();
  await tx.execute(sql`
    insert into answered_requests (type, idempotency_key, answer) values (${type}, ${key}, ${JSON.stringify(answer)})`);
  return answer;
}
