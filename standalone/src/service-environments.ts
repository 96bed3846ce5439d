import { join } from 'node:path';
import type { ServiceName } from '@sixpence/schemas';
import { checkoutPages } from './checkout-pages.js';
import type { DataFolder } from './data-folder.js';
import type { Environment } from './environment.js';
import { places } from './places.js';
import type { Ports } from './ports.js';
import { chainsOf } from './served-chain.js';
import type { ServedChain } from './served-chain.js';

type Variables = Readonly<Record<string, string>>;

/** What the six processes have in common. */
export interface ProcessSurroundings {
  readonly environment: Environment;
  readonly folder: DataFolder;
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly chain: ServedChain;
  readonly adminToken: string;
  /** The variables that say where Kafka is, and how to speak to it. */
  readonly kafka: Variables;
}

/** Together at most 54 connections of the 97 that PostgreSQL gives, as in one process; and two for each process's relay. */
const poolSizes = { core: 16, payments: 8, webhooks: 10, notifications: 8, cron: 4, admin: 8 } as const;

/** The variables that each service's process is started with, those of this process aside. */
export function serviceEnvironments(surroundings: ProcessSurroundings): Record<ServiceName, Variables> {
  const { environment, folder, ports, chain, adminToken } = surroundings;
  const chains = chainsOf(chain);
  const usual = (service: ServiceName): Variables => ({
    DATABASE_URL: surroundings.databaseUrl,
    DATABASE_ROLE: `sixpence_${service}`,
    DATABASE_POOL_SIZE: String(poolSizes[service]),
    ...surroundings.kafka,
    HOST: service === 'core' || service === 'admin' ? environment.host : '127.0.0.1',
    PORT: String(ports[service]),
    MIGRATE: '1',
    METRICS_PORT: '0',
    METRICS_HOST: '127.0.0.1',
  });
  return {
    core: {
      ...usual('core'),
      CHAINS: chains.join(' '),
      CHECKOUT_URL: places(environment, ports).checkoutUrl,
      CHECKOUT_PAGES_DIR: checkoutPages,
    },
    payments: {
      ...usual('payments'),
      EVM_CHAINS: chains.map((each) => `${each}=${chain.rpcUrls.join(',')}`).join(' '),
    },
    webhooks: {
      ...usual('webhooks'),
      WEBHOOKS_KEY_FILE: join(folder.keys, 'webhooks.json'),
      ALLOW_LOOPBACK: chain.dev ? '1' : '0',
    },
    notifications: {
      ...usual('notifications'),
      ...(environment.smtpUrl !== undefined && { SMTP_URL: environment.smtpUrl }),
      ...(environment.mailFrom !== undefined && { MAIL_FROM: environment.mailFrom }),
    },
    cron: usual('cron'),
    admin: { ...usual('admin'), ADMIN_TOKEN: adminToken },
  };
}
