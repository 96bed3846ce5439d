import { removeDevFile, writeDevFile } from './dev-file.js';
import type { DevFile } from './dev-file.js';
import type { DataFolder } from './data-folder.js';
import { databaseUrl, rpcUrls } from './embedded-servers.js';
import type { Environment } from './environment.js';
import type { LogDestination } from './log-destination.js';
import { portsFrom } from './ports.js';
import { keptToken } from './private-file.js';
import { devFileOf, places } from './places.js';
import { prepareServedChain } from './served-chain.js';
import { settleAll } from './settle-all.js';
import type { Teardown } from './teardown.js';

const SERVICE_STOP_WITHIN_MS = 11_000;
const BUS_STOP_WITHIN_MS = 1_000;

/**
 * Starts everything, and gives what is ready and where. What was started is in `teardown`, also when this throws: database
 * and chain as step 1, the bus as step 2, the services as step 3. `stopping` ends the start between its steps.
 */
export async function run(
  environment: Environment,
  folder: DataFolder,
  log: LogDestination,
  teardown: Teardown,
  stopping: AbortSignal,
): Promise<DevFile> {
  await removeDevFile(folder.devFile);
  const ports = portsFrom(environment.firstPort);
  const [url, chain, adminToken, platform] = await settleAll([
    databaseUrl(environment, folder, ports, teardown),
    rpcUrls(environment, folder, ports, teardown).then(prepareServedChain),
    keptToken(folder.adminToken),
    import('./platform.js'),
  ]);
  stopping.throwIfAborted();

  const bus = platform.createBus();
  teardown.add(2, { name: 'the bus', withinMs: BUS_STOP_WITHIN_MS, stop: () => bus.close() });

  const { apiUrl, checkoutUrl } = places(environment, ports);
  const surroundings = {
    environment,
    folder,
    ports,
    databaseUrl: url,
    chain,
    adminToken,
    transport: bus.transport,
    log,
    checkoutUrl,
  };
  await platform.startServices(surroundings, (name, app) => {
    teardown.add(3, { name, withinMs: SERVICE_STOP_WITHIN_MS, stop: () => app.close() });
  });
  stopping.throwIfAborted();

  const apiKey = chain.dev
    ? await platform.demoApiKey(bus.client, chain.network.chain, apiUrl, folder.demoStore)
    : undefined;
  const ready = devFileOf({ environment, ports, chain, adminToken, apiKey });
  stopping.throwIfAborted();
  await writeDevFile(folder.devFile, ready);
  return ready;
}
