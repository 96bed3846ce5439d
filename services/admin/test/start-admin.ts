import type { Transport } from '@sixpence/event-bus';
import { createLogger } from '@sixpence/telemetry';
import { createAdminApp, migrateAdmin } from '../src/index.js';

export const adminToken = 'an-operators-token-of-forty-characters-xx';

/** The admin service with its schema in that database; operators come with `adminToken`. */
export async function startAdmin(
  databaseUrl: string,
  transport: Transport,
): Promise<Awaited<ReturnType<typeof createAdminApp>>> {
  await migrateAdmin({ url: databaseUrl });
  return createAdminApp({
    databaseUrl,
    databasePoolSize: 4,
    host: '127.0.0.1',
    port: 0,
    transport,
    adminToken,
    logger: createLogger('admin', { level: 'silent' }),
  });
}
