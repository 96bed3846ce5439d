import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startKafka, startKafkaCluster, freePort, whyNoKafka, whyNoKafkaOnJava } from '@sixpence/dev-servers';
import type { KafkaCluster, KafkaServer } from '@sixpence/dev-servers';
import { requirement } from './requirement.js';
import { KAFKA_VARIABLE } from './run-folder.js';
import { testFolder } from './test-folder.js';

export interface TestKafka {
  /** host:port */
  readonly brokers: readonly string[];
  close(): Promise<void>;
}

export interface TestKafkaCluster {
  readonly brokers: readonly string[];
  /** Each can be ended (by its `pid`) and started again. */
  readonly nodes: KafkaCluster['nodes'];
  close(): Promise<void>;
}

const ANY_BROKER = 'Apache Kafka (Java 17 and Maven, Docker, or KAFKA_BROKERS)';

const anyBroker = async (): Promise<boolean> =>
  process.env['KAFKA_BROKERS'] !== undefined || (await whyNoKafka()) === undefined;

/** Whether a broker can be had; see `requirement`. */
export const kafkaHere = (): Promise<boolean> => requirement(ANY_BROKER, anyBroker);

/** Whether brokers of our own can be had, which a test may kill and secure; see `requirement`. */
export const kafkaClusterHere = async (): Promise<boolean> =>
  requirement((await anyBroker()) ? 'Apache Kafka of its own (Java 17 and Maven)' : ANY_BROKER, async () => {
    return (await whyNoKafkaOnJava()) === undefined;
  });

/**
 * The broker of KAFKA_BROKERS, or the run's own, which all test files share: nobody stops it, and names of topics and groups must
 * be a test's own.
 */
export async function testKafka(): Promise<TestKafka> {
  const given = process.env['KAFKA_BROKERS'] ?? process.env[KAFKA_VARIABLE];
  if (given !== undefined) return { brokers: given.split(','), close: async () => {} };
  const folder = await testFolder();
  const server = await startTestKafka(join(folder.path, 'kafka'));
  return {
    brokers: [server.brokers],
    async close() {
      await server.stop();
      await folder.close();
    },
  };
}

/** A broker whose data goes with its folder. */
export const startTestKafka = async (dataDir: string): Promise<KafkaServer> =>
  startKafka({ dataDir, port: await freePort(), controllerPort: await freePort(), disposable: true });

export interface TestSecuredKafka {
  readonly brokers: readonly string[];
  /** The authority of the broker's certificate, PEM. */
  readonly authority: Buffer;
  close(): Promise<void>;
}

/**
 * A broker of the test's own with TLS, logins by SCRAM-SHA-512 and access lists that count. `users` are passwords by name; the first
 * of them may do everything, the others nothing until a list says so.
 */
export async function testSecuredKafka(users: Readonly<Record<string, string>>): Promise<TestSecuredKafka> {
  const folder = await testFolder();
  const server = await startKafka({
    dataDir: join(folder.path, 'kafka'),
    port: await freePort(),
    controllerPort: await freePort(),
    secured: { port: await freePort(), users, superUser: Object.keys(users)[0] ?? '' },
  });
  if (server.secured === undefined) throw new Error('the broker has no secured listener');
  return {
    brokers: [server.secured.brokers],
    authority: await readFile(server.secured.authority),
    async close() {
      await server.stop();
      await folder.close();
    },
  };
}

/** Brokers of the test's own on free ports: one, or three that replicate. */
export async function testKafkaCluster(size: number): Promise<TestKafkaCluster> {
  const folder = await testFolder();
  const cluster = await startKafkaCluster({ dataDir: join(folder.path, 'kafka'), size });
  return {
    brokers: cluster.brokers.split(','),
    nodes: cluster.nodes,
    async close() {
      await cluster.stop();
      await folder.close();
    },
  };
}
