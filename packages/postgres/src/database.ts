import pg from 'pg';
import { identifier, startupOptions } from './connection-config.js';
import { watchConnections } from './connections.js';
import type { Connections } from './connections.js';
import { isConnectionLost, isRetryable, isStalePlan } from './errors.js';
import { queriesOver } from './queries.js';
import type { Outcome, Queries, QueryOptions, Sql, Tx } from './queries.js';
import { runStatement } from './statement.js';
import { runTransaction } from './transaction.js';

/** Nest's injection token for the one Database of a service. */
export const DATABASE = Symbol('sixpence.database');

export interface DatabaseOptions {
  /** postgresql://user:password@host:port/database */
  readonly url: string;
  /** The service's schema: the search_path of every connection. */
  readonly schema: string;
  /** The service's role, taken on by every connection; the login role itself when absent. */
  readonly role?: string | undefined;
  /** The most connections at once; further callers wait, at most `connectTimeoutMs`. */
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** How long a caller waits for a connection. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may run. Default 15,000. */
  readonly statementTimeoutMs?: number;
  /** How long a transaction may hold its locks while it asks nothing. Default 15,000. */
  readonly idleInTransactionTimeoutMs?: number;
  /** Hears of what nobody waits for: a broken idle connection, a failed after-commit hook. */
  readonly onError?: (error: unknown) => void;
}

/** A deadlock's victim is tried again this often, with a pause that grows by `RETRY_PAUSE_MS`, before its error is thrown. */
const MAX_TRIES = 5;
const RETRY_PAUSE_MS = 10;
const IDLE_CONNECTION_MS = 30_000;
/** The client gives up this long after the server should have: only a dead network gets there. */
const NETWORK_GRACE_MS = 5_000;

/** A service's PostgreSQL: a bounded pool, statements that commit by themselves, and transactions. */
export class Database implements Queries {
  readonly query: Queries['query'];
  readonly one: Queries['one'];
  readonly maybe: Queries['maybe'];
  readonly execute: Queries['execute'];
  readonly #pool: pg.Pool;
  readonly #connections: Connections;
  readonly #onError: (error: unknown) => void;

  constructor(pool: pg.Pool, onError: (error: unknown) => void) {
    this.#pool = pool;
    this.#connections = watchConnections(pool, onError);
    this.#onError = onError;
    const asking = queriesOver((q, options) => retrying(() => this.#run(q, options)));
    this.query = asking.query;
    this.one = asking.one;
    this.maybe = asking.maybe;
    this.execute = asking.execute;
  }

  /**
   * Runs `fn` in one READ COMMITTED transaction and gives what it gave. Whatever `fn` throws rolls back and is thrown on;
   * a deadlock or serialization failure runs it again from the start (at most 5 times), so it may have no effect but
   * through its `tx` and `tx.txAfterCommit`. A connection lost during COMMIT is thrown: the outcome is unknown.
   */
  async transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const { value, hooks } = await retrying(() => this.#withClient((client) => runTransaction(client, fn)));
    for (const hook of hooks) {
      try {
        hook();
      } catch (error) {
        this.#onError(error);
      }
    }
    return value;
  }

  /** Waits for what is under way and closes every connection. Asking afterwards throws. */
  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
    await this.#connections.gone();
  }

  async #run(q: Sql, options: QueryOptions | undefined): Promise<Outcome> {
    return this.#withClient((client) => runStatement(client, q, options));
  }

  /**
   * Lends a connection and always gives it back. pg's own pool.query throws a connection away after any error, a unique
   * violation too; here only one that is broken, or may still hold a transaction, goes.
   */
  async #withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let discard = false;
    try {
      return await work(client);
    } catch (error) {
      discard = isConnectionLost(error) || isStalePlan(error);
      throw error;
    } finally {
      client.release(discard || client.getTransactionStatus() !== 'I');
    }
  }
}

async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= MAX_TRIES || !isRetryable(error)) throw error;
      // The jitter parts two transactions that would meet in the same deadlock again.
      await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS * tries * (1 + Math.random())));
    }
  }
}

/** Makes the pool; nothing is connected before the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 15_000;
  const onError = options.onError ?? (() => {});
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    options: startupOptions({
      search_path: identifier(options.schema),
      role: options.role === undefined ? undefined : identifier(options.role),
      statement_timeout: String(statementTimeoutMs),
      idle_in_transaction_session_timeout: String(options.idleInTransactionTimeoutMs ?? 15_000),
    }),
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    query_timeout: statementTimeoutMs + NETWORK_GRACE_MS,
    keepAlive: true,
    // Statements of a transaction that do not wait for one another share a round trip; BEGIN rides with the first.
    pipeline: true,
  });
  return new Database(pool, onError);
}
