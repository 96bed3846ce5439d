import sql from 'sql-template-tag';
import { readMigrations } from './migration-files.js';
import { pendingMigrations } from './migration-record.js';
import type { Queries } from './queries.js';

/** The schema is older than the program that wants to run on it. */
export class SchemaOutdatedError extends Error {
  override readonly name = 'SchemaOutdatedError';
}

/**
 * Throws unless every file of `directories` has been applied to the database's schema, as it is now: a service calls it
 * before it serves. A schema newer than the files passes (expand before contract).
 */
export async function assertMigrated(db: Queries, directories: Readonly<Record<string, URL>>): Promise<void> {
  const { schema } = await db.one<{ schema: string | null }>(sql`select current_schema() as schema`);
  const files = await readMigrations(directories);
  const pending = schema === null ? files : await pendingMigrations(db, schema, files);
  if (pending.length === 0) return;
  throw new SchemaOutdatedError(
    `the database schema ${schema ?? '(missing)'} lacks ${pending.map(({ set, file }) => `${set}/${file}`).join(', ')}: run the migrations first`,
  );
}
