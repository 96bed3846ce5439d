import { startAnvil, startKafka, startPostgres } from '@sixpence/dev-servers';
import type { DataFolder } from './data-folder.js';
import type { Environment } from './environment.js';
import { keepRunning } from './keep-running.js';
import { checkOutsideDatabase } from './outside-database.js';
import type { Ports } from './ports.js';
import type { Teardown } from './teardown.js';

/** The database to use: the user's own, or the embedded one, which is started (or taken over). */
export async function databaseUrl(
  environment: Environment,
  folder: DataFolder,
  ports: Ports,
  teardown: Teardown,
): Promise<string> {
  if (environment.databaseUrl !== undefined) {
    await checkOutsideDatabase(environment.databaseUrl);
    return environment.databaseUrl;
  }
  const start = () => startPostgres({ dataDir: folder.postgres, port: ports.postgres });
  return (await keepRunning('PostgreSQL', start, teardown)).url;
}

/** The nodes to ask: the user's own, or the embedded chain, which mines at once and every two seconds besides. */
export async function rpcUrls(
  environment: Environment,
  folder: DataFolder,
  ports: Ports,
  teardown: Teardown,
): Promise<readonly string[]> {
  if (environment.rpcUrls !== undefined) return environment.rpcUrls;
  const options = { port: ports.chain, stateFile: folder.chainState, blockTimeSeconds: 2, mixedMining: true };
  return [(await keepRunning('the dev chain', () => startAnvil(options), teardown)).url];
}

/** The brokers to use: the user's own, or one real broker that is started (or taken over). */
export async function kafkaBrokers(
  given: readonly string[] | undefined,
  folder: DataFolder,
  ports: Ports,
  teardown: Teardown,
): Promise<readonly string[]> {
  if (given !== undefined) return given;
  const start = () => startKafka({ dataDir: folder.kafka, port: ports.kafka });
  return [(await keepRunning('Kafka', start, teardown)).brokers];
}
