import type pg from 'pg';
import { queriesOver } from './queries.js';
import type { QueryOptions, Sql, Tx } from './queries.js';
import { runStatement } from './statement.js';

/** What a committed transaction leaves to do. */
export interface Committed<T> {
  readonly value: T;
  readonly hooks: (() => void)[];
}

/** One attempt: BEGIN, `fn`, COMMIT; ROLLBACK when `fn` or a statement failed. The connection must not be in a transaction. */
export async function runTransaction<T>(
  client: pg.ClientBase,
  fn: (tx: Tx) => Promise<T>,
): Promise<Committed<T>> {
  const hooks: (() => void)[] = [];
  const last: { q: Sql; options: QueryOptions | undefined }[] = [];
  let over = false;
  const requireRunning = (): void => {
    if (over) throw new Error('the transaction is over: a statement was not awaited inside it');
  };
  const tx: Tx = {
    ...queriesOver((q, options) => {
      requireRunning();
      return runStatement(client, q, options);
    }),
    executeLast(q, options) {
      requireRunning();
      last.push({ q, options });
    },
    txAfterCommit: (hook) => void hooks.push(hook),
  };
  // Not awaited: it is pipelined with the first statement. If it fails, that statement or COMMIT fails too.
  const begun = client.query('begin isolation level read committed');
  begun.catch(() => {});
  try {
    const value = await fn(tx);
    over = true;
    const end = await commitWith(client, begun, last);
    // COMMIT of a transaction with a failed statement answers ROLLBACK, without an error.
    if (end.command !== 'COMMIT') {
      throw new Error('the transaction was rolled back: the error of one of its statements was swallowed');
    }
    return { value, hooks };
  } catch (error) {
    over = true;
    // Even when nothing was asked, BEGIN is on its way and must be taken back.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Sends the last statements and COMMIT without waiting in between: COMMIT rolls back when one of them failed. */
async function commitWith(
  client: pg.ClientBase,
  begun: Promise<unknown>,
  last: readonly { q: Sql; options: QueryOptions | undefined }[],
): Promise<pg.QueryResult> {
  const sent = last.map(({ q, options }) => runStatement(client, q, options));
  const committing = client.query('commit');
  // All have answered before the connection is used again, or given back.
  const outcomes = await Promise.allSettled([begun, ...sent, committing]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason as Error;
  return committing;
}
