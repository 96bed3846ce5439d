import { join } from 'node:path';
import { startKafka, startKafkaCluster, freePort, whyNoKafka } from '@sixpence/dev-servers';
import type { KafkaCluster } from '@sixpence/dev-servers';
import { requirement } from './requirement.js';
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

/** Whether a broker can be had; see `requirement`. */
export const kafkaHere = (): Promise<boolean> =>
  requirement(
    'Apache Kafka (Java 17 and Maven, or KAFKA_BROKERS)',
    async () => process.env['KAFKA_BROKERS'] !== undefined || (await whyNoKafka()) === undefined,
  );

/** Whether brokers of our own can be had, which a test may kill; see `requirement`. */
export const kafkaClusterHere = (): Promise<boolean> =>
  requirement('Apache Kafka (Java 17 and Maven)', async () => (await whyNoKafka()) === undefined);

/** The broker of KAFKA_BROKERS, or a real one of our own, of which nothing stays. */
export async function testKafka(): Promise<TestKafka> {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined) return { brokers: given.split(','), close: async () => {} };
  const folder = await testFolder();
  const server = await startKafka({
    dataDir: join(folder.path, 'kafka'),
    port: await freePort(),
    controllerPort: await freePort(),
  });
  return {
    brokers: [server.brokers],
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
