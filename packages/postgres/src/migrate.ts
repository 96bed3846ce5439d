import pg from 'pg';
import sql, { raw } from 'sql-template-tag';
import { identifier, startupOptions } from './connection-config.js';
import { MigrationError, readMigrations } from './migration-files.js';
import type { MigrationFile } from './migration-files.js';
import { pendingMigrations, recordApplied, recordTable } from './migration-record.js';
import { queriesOver } from './queries.js';
import type { Queries } from './queries.js';
import { grantSchema, hasDefaultPrivileges, prepareRole } from './service-role.js';
import type { RoleOutcome } from './service-role.js';
import { runStatement } from './statement.js';

export interface MigrateOptions {
  /** postgresql://…, of a login that owns the schema (or may create it). */
  readonly url: string;
  readonly schema: string;
  /** The service's own role: it gets rights on the schema's tables, and owns none of them. */
  readonly role?: string | undefined;
  /** Set name → folder of NNNN-name.sql, applied in the order of the keys. */
  readonly directories: Readonly<Record<string, URL>>;
}

export interface MigrateResult {
  /** What was applied now, as set/file. */
  readonly applied: string[];
  /** The role to give to openDatabase; undefined when there is none. */
  readonly role: string | undefined;
  /** Why there is no role although one was asked for; to be logged once. */
  readonly note: string | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;
const LOCK_WAIT_MS = 120_000;
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Brings the schema up to the files: creates schema and role, then applies each file in a transaction of its own with
 * the record of it. Migrators of one schema take turns. Throws MigrationError when an applied file was changed, or when a
 * file fails (nothing of it stays).
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const schema = identifier(options.schema);
  const files = await readMigrations(options.directories);
  const client = new pg.Client({
    connectionString: options.url,
    application_name: `sixpence-migrate-${schema}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: startupOptions({ search_path: schema, statement_timeout: String(STATEMENT_TIMEOUT_MS) }),
  });
  client.on('error', () => {});
  await client.connect();
  try {
    const db = queriesOver((q) => runStatement(client, q, undefined));
    await takeTurn(db, schema);
    await createSchema(db, schema);
    const outcome: Partial<RoleOutcome> =
      options.role === undefined ? {} : await prepareRole(db, options.role);
    const { role, note } = await makeRecord(db, schema, outcome);
    const pending = await pendingMigrations(db, schema, files);
    for (const migration of pending) await apply(client, db, schema, migration);
    return { applied: pending.map(({ set, file }) => `${set}/${file}`), role, note };
  } finally {
    // Ends the advisory lock too.
    await client.end();
  }
}

/** One migrator at a time for a schema; the others wait here, and then find nothing to do. */
async function takeTurn(db: Queries, schema: string): Promise<void> {
  await db.execute(sql`select set_config('lock_timeout', ${String(LOCK_WAIT_MS)}, false)`);
  await db.execute(sql`select pg_advisory_lock(hashtextextended(${`sixpence.migrate/${schema}`}, 0))`);
}

async function createSchema(db: Queries, schema: string): Promise<void> {
  // IF NOT EXISTS asks for the right to create schemas even when there is nothing to create.
  const { present } = await db.one<{ present: boolean }>(
    sql`select to_regnamespace(${schema}) is not null as present`,
  );
  if (!present) await db.execute(sql`create schema ${raw(schema)}`);
}

/** Makes the table of what was applied, after the grants, which must be there before the first table. */
async function makeRecord(
  db: Queries,
  schema: string,
  { role, note }: Partial<RoleOutcome>,
): Promise<Pick<MigrateResult, 'role' | 'note'>> {
  const { present } = await db.one<{ present: boolean }>(
    sql`select to_regclass(${`${schema}.schema_migrations`}) is not null as present`,
  );
  if (present) {
    if (role === undefined || (await hasDefaultPrivileges(db, schema, role))) return { role, note };
    // Its tables were made without the role; to grant them now could give back what a migration took away.
    return {
      role: undefined,
      note: `the schema "${schema}" was made without the role "${role}": going on without it`,
    };
  }
  await db.execute(sql`begin`);
  if (role !== undefined) await grantSchema(db, schema, role);
  await db.execute(recordTable(schema));
  if (role !== undefined) {
    await db.execute(
      sql`revoke insert, update, delete on ${raw(schema)}.schema_migrations from ${raw(role)}`,
    );
  }
  await db.execute(sql`commit`);
  return { role, note };
}

async function apply(
  client: pg.Client,
  db: Queries,
  schema: string,
  migration: MigrationFile,
): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.text);
    if (client.getTransactionStatus() !== 'T') throw new Error('it ends the transaction it runs in');
    await db.execute(recordApplied(schema, migration));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      `${migration.file} of the set "${migration.set}" failed, nothing of it was kept: ${reason}`,
      {
        cause: error,
      },
    );
  }
}
