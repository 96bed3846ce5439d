import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerProgram } from '../processes/child-server.js';
import { liveBrokers } from './live-brokers.js';
import type { KafkaRuntime } from './java.js';
import { LOG_PROPERTIES, brokerSettings, toProperties } from './server-properties.js';
import type { KafkaNode } from './server-properties.js';
import { prepareStorage } from './storage.js';
import type { ClusterIdentity } from './storage.js';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

/** Little memory, and quick to start rather than fast for ever. */
const JVM = [
  '-Xms64m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Djava.awt.headless=true',
];

/** Writes a broker's files into `folder`, its storage included, and gives what starts it. */
export async function brokerProgram(
  folder: string,
  runtime: KafkaRuntime,
  node: KafkaNode,
  cluster: readonly KafkaNode[],
  identity: ClusterIdentity,
  extraJvm: readonly string[] = [],
): Promise<ServerProgram> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const base = [...JVM, ...runtime.archive, '-cp', runtime.classPath];
  const java = { command: runtime.java.command, args: base };
  const data = await prepareStorage(folder, java, node, cluster, identity);
  const properties = toProperties(brokerSettings(node, cluster, data));
  const settingsFile = join(folder, 'server.properties');
  const loggingFile = join(folder, 'log4j2.properties');
  await replace(settingsFile, properties);
  await replace(loggingFile, LOG_PROPERTIES);
  // With other settings (another port) a running broker is not the wanted one, though its command is the same.
  const settings = createHash('sha256').update(properties).digest('hex').slice(0, 16);
  const marker = `-Dsixpence.folder=${folder}`;
  return {
    name: 'Apache Kafka',
    command: java.command,
    args: [
      ...extraJvm,
      ...base.slice(0, -2),
      marker,
      `-Dsixpence.settings=${settings}`,
      `-Dlog4j2.configurationFile=${loggingFile}`,
      ...base.slice(-2),
      'kafka.Kafka',
      settingsFile,
    ],
    marker,
    port: node.port,
    pidFile: join(folder, 'kafka.pid'),
    writesPidFile: false,
    logFile: join(folder, 'kafka.log'),
    // A lock of a broker that was killed is released by the kernel; the file may stay.
    prepare: () => rm(join(data, '.lock'), { force: true }),
    isReady: async () => (await liveBrokers(node.port)).includes(node.advertisedPort ?? node.port),
    readyWithinMs: READY_WITHIN_MS,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS,
  };
}

async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
