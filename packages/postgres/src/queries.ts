import { RowCountError } from './errors.js';

/** What sql-template-tag makes of sql`select … ${value}`: text with $1… and the values beside it. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * `name` prepares the statement once per connection and reuses its plan: for the hot ones. The name must always stand
 * for the same text, so it never goes with a statement whose text varies (joins of lists, optional conditions).
 */
export interface QueryOptions {
  readonly name?: string;
}

/**
 * The ways to ask, the same on the pool (each statement commits by itself) and in a transaction.
 *
 * int8 and numeric come back as strings (the store makes BigInt of them), timestamptz as Date, jsonb parsed. A JavaScript
 * array is sent as a PostgreSQL array: give JSON.stringify(list) to a jsonb parameter.
 */
export interface Queries {
  /** All rows. */
  query<R>(q: Sql, options?: QueryOptions): Promise<R[]>;
  /** The only row; throws RowCountError when there is none, or more than one. */
  one<R>(q: Sql, options?: QueryOptions): Promise<R>;
  /** The row or undefined; throws RowCountError when there is more than one. */
  maybe<R>(q: Sql, options?: QueryOptions): Promise<R | undefined>;
  /** The number of rows that the statement inserted, updated, deleted or returned. */
  execute(q: Sql, options?: QueryOptions): Promise<number>;
}

/** The ways to ask inside a transaction. It is over when the function that got it returns: nothing may be asked later. */
export interface Tx extends Queries {
  /**
   * Sends the statement with COMMIT, after all others, so that it costs no round trip. Nobody sees what it answers; when it fails,
   * the transaction does, with its error.
   */
  readonly executeLast: (q: Sql, options?: QueryOptions) => void;
  /** Runs `fn` once the transaction is committed, never when it is rolled back. A failure in it is reported, not thrown. */
  readonly txAfterCommit: (fn: () => void) => void;
}

/** What a statement gave: its rows and how many it touched. */
export interface Outcome {
  readonly rows: unknown[];
  readonly rowCount: number;
}

/** Builds the four ways to ask from the one way to run a statement. */
export function queriesOver(run: (q: Sql, options?: QueryOptions) => Promise<Outcome>): Queries {
  return {
    async query<R>(q: Sql, options?: QueryOptions): Promise<R[]> {
      return (await run(q, options)).rows as R[];
    },
    async one<R>(q: Sql, options?: QueryOptions): Promise<R> {
      const { rows } = await run(q, options);
      if (rows.length !== 1) throw new RowCountError('exactly one', rows.length, q.text);
      return rows[0] as R;
    },
    async maybe<R>(q: Sql, options?: QueryOptions): Promise<R | undefined> {
      const { rows } = await run(q, options);
      if (rows.length > 1) throw new RowCountError('at most one', rows.length, q.text);
      return rows[0] as R | undefined;
    },
    async execute(q: Sql, options?: QueryOptions): Promise<number> {
      return (await run(q, options)).rowCount;
    },
  };
}
