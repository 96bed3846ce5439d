import { startAnvil, startPostgres } from '@sixpence/dev-servers';
import type { DataFolder } from './data-folder.js';
import type { Environment } from './environment.js';
import type { Ports } from './ports.js';
import type { Teardown } from './teardown.js';

const STOP_WITHIN_MS = 10_500;

/** The database to use: the user's own, or the embedded one, which is started (or taken over). */
export async function databaseUrl(
  environment: Environment,
  folder: DataFolder,
  ports: Ports,
  teardown: Teardown,
): Promise<string> {
  if (environment.databaseUrl !== undefined) return environment.databaseUrl;
  const server = await startPostgres({ dataDir: folder.postgres, port: ports.postgres });
  teardown.add(1, { name: 'PostgreSQL', withinMs: STOP_WITHIN_MS, stop: () => server.stop() });
  return server.url;
}

/** The nodes to ask: the user's own, or the embedded chain, which mines at once and every two seconds besides. */
export async function rpcUrls(
  environment: Environment,
  folder: DataFolder,
  ports: Ports,
  teardown: Teardown,
): Promise<readonly string[]> {
  if (environment.rpcUrls !== undefined) return environment.rpcUrls;
  const server = await startAnvil({
    port: ports.chain,
    stateFile: folder.chainState,
    blockTimeSeconds: 2,
    mixedMining: true,
  });
  teardown.add(1, { name: 'the dev chain', withinMs: STOP_WITHIN_MS, stop: () => server.stop() });
  return [server.url];
}
