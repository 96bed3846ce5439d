import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { POSTGRES_URL_VARIABLE, fromRun } from './run-folder.js';

export interface TestDatabase {
  /** postgresql://… of a superuser, who may create roles and schemas. */
  readonly url: string;
  readonly name: string;
  /** Drops it, whoever is still connected. */
  close(): Promise<void>;
}

/** An empty database on the run's PostgreSQL. Roles are the whole server's: tests that make some name them after the database. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = new URL(fromRun(POSTGRES_URL_VARIABLE));
  url.pathname = `/${name}`;
  await asAdministrator(`create database ${name}`);
  return {
    url: url.href,
    name,
    close: () => asAdministrator(`drop database if exists ${name} with (force)`),
  };
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new pg.Client({
    connectionString: fromRun(POSTGRES_URL_VARIABLE),
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
