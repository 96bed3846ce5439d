import pg from 'pg';
import type { Operation } from '../measures/load.js';
import { valuesLike } from './row-templates.js';
import type { RowTemplate } from './row-templates.js';

/**
 * What one can get without coalescing: one request is one statement, prepared, straight from a pool, with no HTTP, no
 * checks and nothing to compute. The statement writes the same rows as core does, in the same transaction.
 */
export interface Ceiling {
  /** Writes the rows of one invoice. What it writes has been made ready before. */
  readonly create: Operation;
  close(): Promise<void>;
}

/** A pool of `connections` connections, and the values of `operations` invoices. */
export function openCeiling(
  databaseUrl: string,
  template: RowTemplate,
  operations: number,
  connections: number,
): Ceiling {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    options: '-c search_path=core',
    application_name: 'bench-ceiling',
  });
  const text = statementOf(template);
  const values = Array.from({ length: operations }, () => valuesLike(template));
  return {
    create: async (number) => {
      await pool.query({ name: 'ceiling', text, values: values[number] ?? valuesLike(template) });
    },
    close: () => pool.end(),
  };
}

/** All the inserts as one statement: the way to write three tables in one round trip. */
function statementOf({ columns }: RowTemplate): string {
  let place = 0;
  const inserts = Object.entries(columns).map(([table, names]) => {
    const places = names.map(() => {
      place += 1;
      return `$${place}`;
    });
    const list = names.map((name) => `"${name}"`).join(', ');
    return `into_${table} as (insert into ${table} (${list}) values (${places.join(', ')}))`;
  });
  return `with ${inserts.join(',\n')} select 1`;
}
