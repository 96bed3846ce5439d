import { createInProcessTransport } from '@sixpence/event-bus';
import { createLogger } from '@sixpence/telemetry';
import { createPaymentsApp } from './create-payments-app.js';
import { readEnv } from './env.js';
import { migratePayments } from './migrate.js';

const logger = createLogger('payments');
try {
  const { options, migrates } = readEnv(process.env);
  const { databaseUrl: url, databaseRole } = options;
  const migrated = migrates ? await migratePayments({ url, role: databaseRole }) : { role: databaseRole, note: undefined };
  if (migrated.note) logger.warn(migrated.note);
  const service = await createPaymentsApp({
    ...options,
    databaseRole: migrated.role,
    transport: createInProcessTransport(),
    logger,
  });
  logger.info({ url: service.url }, 'payments is ready');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void service.close());
} catch (error) {
  logger.fatal({ error }, 'payments did not start');
  process.exitCode = 1;
}
