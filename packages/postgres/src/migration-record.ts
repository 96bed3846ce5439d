import sql, { raw } from 'sql-template-tag';
import { identifier } from './connection-config.js';
import { MigrationError } from './migration-files.js';
import type { MigrationFile } from './migration-files.js';
import type { Queries, Sql } from './queries.js';

interface Applied {
  set_name: string;
  number: number;
  sha256: string;
}

/** The table, in the schema itself, that remembers what was applied. */
export function recordTable(schema: string): Sql {
  return sql`
    create table if not exists ${raw(identifier(schema))}.schema_migrations (
      set_name text not null,
      number integer not null,
      file text not null,
      sha256 text not null,
      applied_at timestamptz not null default clock_timestamp(),
      primary key (set_name, number)
    )`;
}

/** Remembers one file as applied, in the transaction that applied it. */
export function recordApplied(schema: string, { set, number, file, sha256 }: MigrationFile): Sql {
  return sql`
    insert into ${raw(identifier(schema))}.schema_migrations (set_name, number, file, sha256)
    values (${set}, ${number}, ${file}, ${sha256})`;
}

/**
 * The files that are still to be applied, in order. Throws MigrationError when an applied file was changed, or when one
 * is missing before an applied one. What the database knows and the files do not is left alone: an older release
 * may restart beside a newer one.
 */
export async function pendingMigrations(
  db: Queries,
  schema: string,
  files: MigrationFile[],
): Promise<MigrationFile[]> {
  const applied = new Map(
    (await readApplied(db, schema)).map((row) => [`${row.set_name}/${row.number}`, row.sha256]),
  );
  const pending: MigrationFile[] = [];
  for (const migration of files) {
    const where = `${migration.file} of the set "${migration.set}" in the schema "${schema}"`;
    const hash = applied.get(`${migration.set}/${migration.number}`);
    const gap = pending.find((earlier) => earlier.set === migration.set);
    if (hash === undefined) {
      pending.push(migration);
    } else if (hash !== migration.sha256) {
      throw new MigrationError(
        `${where} was changed after it had been applied: restore the file and add a new one`,
      );
    } else if (gap) {
      throw new MigrationError(
        `${where} is applied but ${gap.file} before it is not: the record was tampered with`,
      );
    }
  }
  return pending;
}

async function readApplied(db: Queries, schema: string): Promise<Applied[]> {
  const name = `${identifier(schema)}.schema_migrations`;
  const { present } = await db.one<{ present: boolean }>(
    sql`select to_regclass(${name}) is not null as present`,
  );
  if (!present) return [];
  return db.query<Applied>(sql`select set_name, number, sha256 from ${raw(name)}`);
}
