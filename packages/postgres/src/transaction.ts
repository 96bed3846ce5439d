import type pg from 'pg';
import { queriesOver } from './queries.js';
import type { Tx } from './queries.js';
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
  let over = false;
  const tx: Tx = {
    ...queriesOver((q, options) => {
      if (over) throw new Error('the transaction is over: a statement was not awaited inside it');
      return runStatement(client, q, options);
    }),
    txAfterCommit: (hook) => void hooks.push(hook),
  };
  // Not awaited: it is pipelined with the first statement. If it fails, that statement or COMMIT fails too.
  const begun = client.query('begin isolation level read committed');
  begun.catch(() => {});
  try {
    const value = await fn(tx);
    over = true;
    await begun;
    const end = await client.query('commit');
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
