import { openDatabase, sql } from '@sixpence/postgres';
import { EnvironmentError } from './environment.js';

const OLDEST_VERSION = 15;

/** Throws EnvironmentError when the user's PostgreSQL cannot be reached, or is older than 15. */
export async function checkOutsideDatabase(url: string): Promise<void> {
  const db = openDatabase({ url, schema: 'public', poolSize: 1, applicationName: 'sixpence-standalone' });
  try {
    const { version } = await db
      .one<{ version: number }>(sql`select current_setting('server_version_num')::int / 10000 as version`)
      .catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new EnvironmentError(`the database of DATABASE_URL cannot be used: ${why}`, { cause });
      });
    if (version >= OLDEST_VERSION) return;
    throw new EnvironmentError(
      `the database of DATABASE_URL is PostgreSQL ${version}; ${OLDEST_VERSION} is the oldest that works`,
    );
  } finally {
    await db.close();
  }
}
