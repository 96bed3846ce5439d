import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerProgram } from '../processes/child-server.js';
import { KAFKA_IMAGE } from './kafka-release.js';
import { liveBrokers } from './live-brokers.js';
import { brokerSettings } from './server-properties.js';

const run = promisify(execFile);

/** The image may have to be fetched first. */
const READY_WITHIN_MS = 300_000;
const STOP_WITHIN_MS = 15_000;
const REMOVE_WITHIN_MS = 30_000;
const CONTROLLER_PORT = 9093;
/** Where the image keeps records; what is not a named volume there goes with the container. */
const RECORDS = '/var/lib/kafka/data';

export interface DockerBroker {
  /** The program. */
  readonly docker: string;
  readonly dataDir: string;
  readonly port: number;
  readonly disposable?: boolean;
}

/**
 * What starts a broker in a container, whose records are in a volume of its name. Docker's own program stays in the foreground: it
 * hands SIGTERM on, and what it prints is the log. Killed itself it would leave the container, which the next start removes.
 */
export async function dockerProgram({
  docker,
  dataDir,
  port,
  disposable = false,
}: DockerBroker): Promise<ServerProgram> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const name = containerName(dataDir);
  const marker = `sixpence.folder=${dataDir}`;
  const volume = disposable ? [] : ['--volume', `${name}:${RECORDS}`];
  return {
    name: 'Apache Kafka',
    command: docker,
    args: [
      'run',
      '--rm',
      '--name',
      name,
      `--label=${marker}`,
      '--publish',
      `127.0.0.1:${port}:${port}`,
      ...volume,
      ...environment(port).flatMap((each) => ['--env', each]),
      KAFKA_IMAGE,
    ],
    marker,
    port,
    pidFile: join(dataDir, 'kafka.pid'),
    writesPidFile: false,
    logFile: join(dataDir, 'kafka.log'),
    prepare: () => remove(docker, name),
    isReady: async () => (await liveBrokers(port)).includes(port),
    readyWithinMs: READY_WITHIN_MS,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS,
    afterStop: () => remove(docker, name),
  };
}

/** Of that folder alone, and the same at every start. */
const containerName = (dataDir: string): string =>
  `sixpence-kafka-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;

/** No container of that name is no failure. */
async function remove(docker: string, name: string): Promise<void> {
  await run(docker, ['rm', '--force', name], { timeout: REMOVE_WITHIN_MS }).catch(() => {});
}

/**
 * The broker's settings as the image takes them (https://github.com/apache/kafka/blob/trunk/docker/examples/README.md): it
 * listens on all of the container's addresses, of which one port of the loopback alone is published.
 */
function environment(port: number): string[] {
  const node = { id: 1, port, controllerPort: CONTROLLER_PORT };
  const { 'controller.quorum.bootstrap.servers': _, ...settings } = brokerSettings(node, [node], RECORDS);
  const inside = {
    ...settings,
    listeners: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://127.0.0.1:${CONTROLLER_PORT}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.quorum.voters': `1@127.0.0.1:${CONTROLLER_PORT}`,
  };
  const variables = Object.entries(inside).map(
    ([name, value]) => `KAFKA_${name.toUpperCase().replaceAll('.', '_')}=${value}`,
  );
  return [...variables, 'KAFKA_HEAP_OPTS=-Xms64m -Xmx256m'];
}
