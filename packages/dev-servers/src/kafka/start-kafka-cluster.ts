import { join, resolve } from 'node:path';
import { adoptOrStart } from '../processes/child-server.js';
import type { ServerProgram } from '../processes/child-server.js';
import { freePort } from '../processes/port.js';
import { until } from '../processes/until.js';
import { brokerProgram } from './broker-program.js';
import { kafkaRuntime } from './kafka-runtime.js';
import { liveBrokers } from './live-brokers.js';
import type { KafkaNode } from './server-properties.js';
import { kafkaId } from './storage.js';

export interface KafkaClusterOptions {
  readonly dataDir: string;
  /** How many, 1 to 5. */
  readonly size: number;
}

/** One of the brokers; it can be ended and started again by itself. */
export interface KafkaClusterNode {
  readonly port: number;
  readonly pid: number;
  /** Starts it again after it was ended, on its old records. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface KafkaCluster {
  /** host:port of all, by commas. */
  readonly brokers: string;
  readonly nodes: readonly KafkaClusterNode[];
  stop(): Promise<void>;
}

const MAX_SIZE = 5;
const COMPLETE_WITHIN_MS = 30_000;

/** Some brokers on 127.0.0.1 on ports that are free, each its own controller: for tests of what happens when one of them dies. */
export async function startKafkaCluster({ dataDir, size }: KafkaClusterOptions): Promise<KafkaCluster> {
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE)
    throw new RangeError(`1 to ${MAX_SIZE} brokers`);
  const runtime = await kafkaRuntime();
  const cluster: KafkaNode[] = [];
  for (let id = 1; id <= size; id += 1)
    cluster.push({ id, port: await freePort(), controllerPort: await freePort() });
  const identity = { id: kafkaId(), directories: cluster.map(() => kafkaId()) };
  const programs = await Promise.all(
    cluster.map((node) =>
      brokerProgram(join(resolve(dataDir), `broker-${node.id}`), runtime, node, cluster, identity),
    ),
  );
  // A broker is let in only once most are there, so they start together.
  const started = await Promise.allSettled(programs.map((program) => startNode(program)));
  const nodes = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  const failed = started.find((outcome) => outcome.status === 'rejected');
  const complete = async () => (await liveBrokers(nodes[0]?.port ?? 0)).length === size;
  if (failed !== undefined || !(await until(complete, COMPLETE_WITHIN_MS))) {
    await stop();
    throw (
      failed?.reason ?? new Error(`the ${size} brokers did not find each other in ${COMPLETE_WITHIN_MS} ms`)
    );
  }
  return { brokers: cluster.map(({ port }) => `127.0.0.1:${port}`).join(','), nodes, stop };
}

async function startNode(program: ServerProgram): Promise<KafkaClusterNode> {
  let server = await adoptOrStart(program);
  let starting: Promise<unknown> = Promise.resolve();
  return {
    port: program.port,
    get pid() {
      return server.pid;
    },
    async start() {
      const started = adoptOrStart(program);
      starting = started;
      server = await started;
    },
    async stop() {
      // A test that failed while it waited for a start would leave what is started.
      await starting.catch(() => {});
      await server.stop();
    },
  };
}
