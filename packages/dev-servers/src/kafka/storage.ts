import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KafkaNode } from './server-properties.js';
import { brokerSettings, toProperties } from './server-properties.js';

const run = promisify(execFile);

const FORMAT_WITHIN_MS = 60_000;

/** What the brokers of a new cluster must agree on. */
export interface ClusterIdentity {
  readonly id: string;
  /** Of each node, in order. */
  readonly directories: readonly string[];
  /** Logins by SCRAM-SHA-512 that the cluster knows from its beginning: passwords by name. */
  readonly users?: Readonly<Record<string, string>>;
}

/** Kafka's own form of a UUID: 16 bytes in base64url. It takes none that begins with a dash for an option's value. */
export function kafkaId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

/**
 * Makes `folder`/data for a broker's records when it is missing. A first start that was cut off leaves no half-made data: it is
 * made aside and renamed.
 */
export async function prepareStorage(
  folder: string,
  java: { readonly command: string; readonly args: readonly string[] },
  node: KafkaNode,
  cluster: readonly KafkaNode[],
  identity: ClusterIdentity,
): Promise<string> {
  const data = join(folder, 'data');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await exists(data)) return data;
  const aside = join(folder, 'formatting');
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  const records = join(aside, 'data');
  const properties = join(aside, 'server.properties');
  await writeFile(properties, toProperties(brokerSettings(node, cluster, records)));
  const voters = cluster.map(
    ({ id, controllerPort }, at) => `${id}@127.0.0.1:${controllerPort}:${identity.directories[at]}`,
  );
  const quorum = cluster.length === 1 ? ['--standalone'] : ['--initial-controllers', voters.join(',')];
  const users = Object.entries(identity.users ?? {}).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const format = ['format', '-t', identity.id, '-c', properties, ...quorum, ...users];
  await run(java.command, [...java.args, 'kafka.tools.StorageTool', ...format], {
    timeout: FORMAT_WITHIN_MS,
  });
  await rename(records, data);
  await rm(aside, { recursive: true, force: true });
  return data;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
