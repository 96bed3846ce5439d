import type { DataFolder } from './data-folder.js';
import { removeDevFile } from './dev-file.js';
import type { DevFile } from './dev-file.js';
import { databaseUrl, kafkaBrokers, rpcUrls } from './embedded-servers.js';
import { kafkaVariables } from './kafka-environment.js';
import type { KafkaEnvironment } from './kafka-environment.js';
import { keepDevFile } from './kept-dev-file.js';
import type { Run } from './live.js';
import { devFileOf, places } from './places.js';
import { portsFrom } from './ports.js';
import { keptToken } from './private-file.js';
import { prepareServedChain } from './served-chain.js';
import { serviceEnvironments } from './service-environments.js';
import { startProcesses } from './service-processes.js';
import type { ServiceProcesses } from './service-processes.js';
import { settleAll } from './settle-all.js';
import type { Teardown } from './teardown.js';

const BUS_STOP_WITHIN_MS = 1_000;
const FILE_SETTLES_WITHIN_MS = 500;

/**
 * Starts everything as `run` does, but the services as processes of their own over Kafka. Database, broker and chain are step
 * 1 of the teardown, our own place on the bus step 2, the processes step 3; `dev.json` follows the processes.
 */
export const kafkaRun =
  (kafka: KafkaEnvironment): Run =>
  async (environment, folder, log, teardown, stopping) => {
    await removeDevFile(folder.devFile);
    const ports = portsFrom(environment.firstPort);
    const [url, brokers, chain, adminToken, platform] = await settleAll([
      databaseUrl(environment, folder, ports, teardown),
      kafkaBrokers(kafka.brokers, folder, ports, teardown),
      rpcUrls(environment, folder, ports, teardown).then(prepareServedChain),
      keptToken(folder.adminToken),
      import('./kafka-platform.js'),
    ]);
    stopping.throwIfAborted();
    const { scale } = kafka;
    const variables = kafkaVariables(brokers, process.env);
    const place = platform.kafkaPlace(variables);
    await platform.prepareTopics(place);
    stopping.throwIfAborted();

    const bus = platform.createKafkaBus(place, log);
    teardown.add(2, { name: 'the bus', withinMs: BUS_STOP_WITHIN_MS, stop: () => bus.close() });

    const started: { ready?: DevFile; processes?: ServiceProcesses } = {};
    const now = () => started.ready && { ...started.ready, processes: started.processes?.list() ?? [] };
    const file = followProcesses(folder, now, teardown, stopping);
    const surroundings = {
      environment,
      folder,
      ports,
      databaseUrl: url,
      chain,
      adminToken,
      kafka: variables,
    };
    const environments = serviceEnvironments(surroundings);
    const onChange = () => file.update();
    started.processes = await startProcesses({ environments, scale, log, teardown, stopping, onChange });
    stopping.throwIfAborted();

    const apiKey = chain.dev
      ? await platform.demoApiKey(
          bus.client,
          chain.network.chain,
          places(environment, ports).apiUrl,
          folder.demoStore,
        )
      : undefined;
    stopping.throwIfAborted();
    started.ready = {
      ...devFileOf({ environment, ports, chain, adminToken, apiKey }),
      kafkaBrokers: brokers,
      databaseUrl: url,
    };
    file.update();
    await file.settled();
    return started.ready;
  };

/** Before the processes are stopped nothing may be half written: what is written afterwards would say that they run. */
function followProcesses(
  folder: DataFolder,
  now: () => DevFile | undefined,
  teardown: Teardown,
  stopping: AbortSignal,
) {
  const file = keepDevFile(folder.devFile, now, stopping);
  teardown.add(4, {
    name: 'dev.json',
    withinMs: FILE_SETTLES_WITHIN_MS,
    async stop() {
      await file.settled();
      await removeDevFile(folder.devFile);
    },
  });
  return file;
}
