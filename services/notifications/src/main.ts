import { createInProcessTransport } from '@sixpence/event-bus';
import { createLogger } from '@sixpence/telemetry';
import { createNotificationsApp } from './create-notifications-app.js';
import { readEnv } from './env.js';
import { migrateNotifications } from './migrate.js';

const logger = createLogger('notifications');
try {
  const { options, migrates } = readEnv(process.env);
  const { databaseUrl: url, databaseRole: role } = options;
  const migrated = migrates ? await migrateNotifications({ url, role }) : { role, note: undefined };
  if (migrated.note) logger.warn(migrated.note);
  const transport = createInProcessTransport();
  const service = await createNotificationsApp({ ...options, databaseRole: migrated.role, transport, logger });
  logger.info({ url: service.url }, 'notifications is ready');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void service.close());
} catch (error) {
  logger.fatal({ error }, 'notifications did not start');
  process.exitCode = 1;
}
