import type pg from 'pg';
import type { Outcome, QueryOptions, Sql } from './queries.js';

/** Sends one statement on a connection. */
export async function runStatement(
  client: pg.ClientBase,
  q: Sql,
  options: QueryOptions | undefined,
): Promise<Outcome> {
  const result = await client.query({ text: q.text, values: q.values as unknown[], name: options?.name });
  return { rows: result.rows, rowCount: result.rowCount ?? 0 };
}
