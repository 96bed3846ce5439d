import { resolve } from 'node:path';
import { adoptOrStart } from '../processes/child-server.js';
import type { ChildServer } from '../processes/child-server.js';
import { brokerProgram } from './broker-program.js';
import { dockerProgram } from './docker-program.js';
import type { KafkaRuntime } from './java.js';
import { kafkaRuntime, waysToKafka } from './kafka-runtime.js';
import { keyStore } from './key-store.js';
import { kafkaId } from './storage.js';

export interface KafkaOptions {
  /** The folder of its records, settings and log; made when missing. */
  readonly dataDir: string;
  readonly port: number;
  /** Where the broker speaks to itself as controller. Default: the port after `port`. */
  readonly controllerPort?: number;
  /** True when its records need not outlive its stop. Default false. */
  readonly disposable?: boolean;
  /** Where clients are told to come, when something of the caller's stands in between. Only on the machine's Java. */
  readonly advertisedPort?: number;
  /** A listener with TLS and logins, beside the plain one. Only on the machine's Java. */
  readonly secured?: KafkaSecurity;
}

export interface KafkaSecurity {
  readonly port: number;
  /** Logins by SCRAM-SHA-512, from the broker's first start on: passwords by name, of letters and digits. */
  readonly users: Readonly<Record<string, string>>;
  /** The one of them that may do everything; the others may do what access lists say. */
  readonly superUser: string;
}

export interface KafkaServer extends ChildServer {
  /** 127.0.0.1:port */
  readonly brokers: string;
  /** Where its secured listener is, and the PEM file with the authority of its certificate. */
  readonly secured?: { readonly brokers: string; readonly authority: string };
}

/**
 * An Apache Kafka of one broker (KRaft) on 127.0.0.1: the one that still runs on this data folder, or a new one. On the machine's Java,
 * for which Maven fetches it at the first start on a machine; else in a Docker container. Topics are not made by themselves. Throws
 * KafkaMissingError when there is neither.
 */
export async function startKafka(options: KafkaOptions): Promise<KafkaServer> {
  const { secured, advertisedPort } = options;
  const brokers = `127.0.0.1:${advertisedPort ?? options.port}`;
  const plain = secured === undefined && advertisedPort === undefined;
  const { docker } = plain ? await waysToKafka() : { docker: undefined };
  if (docker !== undefined) {
    const program = await dockerProgram({ ...options, docker, dataDir: resolve(options.dataDir) });
    return { ...(await adoptOrStart(program)), brokers };
  }
  const runtime = await kafkaRuntime();
  if (secured === undefined) return { ...(await startOnJava(options, runtime)), brokers };
  const { authority, ...store } = await keyStore(resolve(options.dataDir), runtime.java);
  const server = await startOnJava(options, runtime, { ...secured, keyStore: store });
  return { ...server, brokers, secured: { brokers: `127.0.0.1:${secured.port}`, authority } };
}

async function startOnJava(
  { dataDir, port, controllerPort = port + 1, advertisedPort }: KafkaOptions,
  runtime: KafkaRuntime,
  secured?: KafkaSecurity & { readonly keyStore: { readonly file: string; readonly password: string } },
): Promise<ChildServer> {
  const node = {
    id: 1,
    port,
    controllerPort,
    ...(advertisedPort !== undefined && { advertisedPort }),
    ...(secured && { secured }),
  };
  const identity = { id: kafkaId(), directories: [kafkaId()], ...(secured && { users: secured.users }) };
  return adoptOrStart(await brokerProgram(resolve(dataDir), runtime, node, [node], identity));
}
