import type { Tx } from '@sixpence/postgres';
import { findAnsweredRequest, insertAnsweredRequest, lockRequest } from './answered-requests.store.js';

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
  await lockRequest(tx, type, key);
  const given = await findAnsweredRequest<Answer>(tx, type, key);
  if (given) return given;
  const answer = await effect();
  await insertAnsweredRequest(tx, type, key, answer);
  return answer;
}
