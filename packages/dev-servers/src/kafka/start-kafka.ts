import { resolve } from 'node:path';
import { adoptOrStart } from '../processes/child-server.js';
import type { ChildServer } from '../processes/child-server.js';
import { brokerProgram } from './broker-program.js';
import { kafkaRuntime } from './kafka-runtime.js';
import { kafkaId } from './storage.js';

export interface KafkaOptions {
  /** The folder of its records, settings and log; made when missing. */
  readonly dataDir: string;
  readonly port: number;
  /** Where the broker speaks to itself as controller. Default: the port after `port`. */
  readonly controllerPort?: number;
  /** Where it tells its clients to find it: a proxy in front of it. Default: `port`. */
  readonly advertisedPort?: number;
}

export interface KafkaServer extends ChildServer {
  /** 127.0.0.1:port */
  readonly brokers: string;
}

/**
 * An Apache Kafka of one broker (KRaft) on 127.0.0.1: the one that still runs on this data folder, or a new one. The first start on
 * a machine fetches it by Maven. Topics are not made by themselves. Throws KafkaMissingError when Java or Maven is missing.
 */
export async function startKafka(options: KafkaOptions): Promise<KafkaServer> {
  const { port, controllerPort = port + 1, advertisedPort } = options;
  const runtime = await kafkaRuntime();
  const node = { id: 1, port, controllerPort, advertisedPort };
  const identity = { id: kafkaId(), directories: [kafkaId()] };
  const program = await brokerProgram(resolve(options.dataDir), runtime, node, [node], identity);
  return { ...(await adoptOrStart(program)), brokers: `127.0.0.1:${port}` };
}
