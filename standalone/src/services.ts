import { join } from 'node:path';
import type { Transport } from '@sixpence/event-bus';
import type { ServiceApp } from '@sixpence/http-server';
import type { MigrateResult } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import { createAdminApp, migrateAdmin } from '@sixpence/service-admin';
import { createCoreApp, defaultRateLimit, migrateCore } from '@sixpence/service-core';
import { createCronApp, migrateCron } from '@sixpence/service-cron';
import { createNotificationsApp, migrateNotifications } from '@sixpence/service-notifications';
import { createPaymentsApp, migratePayments } from '@sixpence/service-payments';
import { createWebhooksApp, migrateWebhooks } from '@sixpence/service-webhooks';
import { createLogger } from '@sixpence/telemetry';
import type { Logger } from '@sixpence/telemetry';
import { checkoutPages } from './checkout-pages.js';
import type { DataFolder } from './data-folder.js';
import type { Environment } from './environment.js';
import type { LogDestination } from './log-destination.js';
import type { Ports } from './ports.js';
import { settleAll } from './settle-all.js';
import { chainsOf } from './served-chain.js';
import type { ServedChain } from './served-chain.js';

/** What the six have in common. */
export interface Surroundings {
  readonly environment: Environment;
  readonly folder: DataFolder;
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly chain: ServedChain;
  readonly adminToken: string;
  readonly transport: Transport;
  readonly log: LogDestination;
  /** Without a slash at the end. */
  readonly checkoutUrl: string;
}

/** One service: its tables, and its application. */
interface Service {
  readonly name: ServiceName;
  readonly migrate: (login: { url: string; role: string }) => Promise<MigrateResult>;
  readonly create: (common: Common) => Promise<ServiceApp>;
}

/** What every application is told. */
interface Common {
  readonly databaseUrl: string;
  readonly databaseRole: string | undefined;
  readonly host: string;
  readonly transport: Transport;
  readonly logger: Logger;
}

const LOOPBACK = '127.0.0.1';

/** The six, each with its own schema, role and pool; together at most 54 connections of the 97 that PostgreSQL gives. */
function services({ environment, folder, ports, chain, adminToken, checkoutUrl }: Surroundings): Service[] {
  const { host, smtpUrl, mailFrom } = environment;
  const chains = chainsOf(chain);
  return [
    {
      name: 'core',
      migrate: migrateCore,
      create: (common) =>
        createCoreApp({
          ...common,
          host,
          port: ports.core,
          databasePoolSize: 16,
          checkoutUrl,
          checkoutPagesDir: checkoutPages,
          chains,
          rateLimit: defaultRateLimit,
        }),
    },
    {
      name: 'payments',
      migrate: migratePayments,
      create: (common) =>
        createPaymentsApp({
          ...common,
          port: ports.payments,
          databasePoolSize: 8,
          chains: chains.map((each) => ({ chain: each, rpcUrls: chain.rpcUrls })),
        }),
    },
    {
      name: 'webhooks',
      migrate: migrateWebhooks,
      create: (common) =>
        createWebhooksApp({
          ...common,
          port: ports.webhooks,
          databasePoolSize: 10,
          allowLoopback: chain.dev,
          keyFile: join(folder.keys, 'webhooks.json'),
        }),
    },
    {
      name: 'notifications',
      migrate: migrateNotifications,
      create: (common) =>
        createNotificationsApp({
          ...common,
          port: ports.notifications,
          databasePoolSize: 8,
          smtpUrl,
          mailFrom,
        }),
    },
    {
      name: 'cron',
      migrate: migrateCron,
      create: (common) => createCronApp({ ...common, port: ports.cron, databasePoolSize: 4 }),
    },
    {
      name: 'admin',
      migrate: migrateAdmin,
      create: (common) =>
        createAdminApp({ ...common, host, port: ports.admin, databasePoolSize: 8, adminToken }),
    },
  ];
}

/**
 * Starts the six at once, each as soon as its own tables are up to date. `started` hears of each application, also when
 * another one fails; then this throws, after all have either started or failed.
 */
export async function startServices(
  surroundings: Surroundings,
  started: (name: ServiceName, app: ServiceApp) => void,
): Promise<void> {
  const { databaseUrl, transport, log } = surroundings;
  const start = async ({ name, migrate, create }: Service) => {
    const logger = createLogger(name, { destination: log });
    const { role, note } = await migrate({ url: databaseUrl, role: `sixpence_${name}` });
    if (note) logger.warn(note);
    const common = { databaseUrl, databaseRole: role, host: LOOPBACK, transport, logger };
    started(name, await create(common));
  };
  await settleAll(services(surroundings).map(start));
}
