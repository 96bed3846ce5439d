import { kafkaClusterHere, testKafkaCluster, until } from '@sixpence/testkit';
import type { TestKafkaCluster } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KafkaClient } from '../src/index.js';
import { clients, note } from './conformance.js';
import {
  ascending,
  drained,
  firsts,
  inSync,
  join,
  makeTopic,
  missing,
  numberOf,
  numbered,
  produceLoad,
  readAll,
} from './kafka-workload.js';

const here = await kafkaClusterHere();

describe.skipIf(!here).each(clients)('$name on three brokers', ({ name, create }) => {
  let cluster: TestKafkaCluster;
  let client: KafkaClient;
  beforeAll(async () => {
    cluster = await testKafkaCluster(3);
    client = create({ brokers: cluster.brokers });
  }, 300_000);
  afterAll(() => cluster?.close());

  test('an acknowledgement is that of all replicas: with too few of them in sync nothing is taken', async () => {
    const name = `${await makeTopic(client, 1, 3)}-strict`;
    const admin = await client.admin();
    await admin.createTopics([
      { name, partitions: 1, replication: 3, config: { 'min.insync.replicas': '3' } },
    ]);
    const producer = await client.producer();
    await until(() => producer.send(name, 0, [numbered(1)]).then(() => true), {
      timeoutMs: 30_000,
      what: 'the first to be taken',
    });
    const node = cluster.nodes[2]!;
    process.kill(node.pid, 'SIGKILL');
    await inSync(cluster.brokers, name, 2);
    for (let sent = 0; sent < 5; sent += 1)
      await expect(producer.send(name, 0, [numbered(2)])).rejects.toThrow();
    await node.start();
    await inSync(cluster.brokers, name, 3);
    await until(() => producer.send(name, 0, [numbered(3)]).then(() => true), {
      timeoutMs: 30_000,
      what: 'the last to be taken',
    });
    await producer.close();
  }, 150_000);

  test('each broker killed in turn while records are written and read: none lost, order kept', async () => {
    const topic = await makeTopic(client, 6, 3);
    const load = await produceLoad(client, topic, 6);
    const handled = Array.from({ length: 6 }, (): number[] => []);
    const reader = await join(client, topic, topic, async ({ partition, records }) => {
      handled[partition]!.push(...records.map(numberOf));
    });
    for (const node of cluster.nodes) {
      const before = [load.total(), handled.flat().length];
      await until(() => load.total() > before[0]! + 1_000 && handled.flat().length > before[1]! + 1_000, {
        timeoutMs: 60_000,
        what: 'records written and read',
      });
      process.kill(node.pid, 'SIGKILL');
      await node.start();
      await inSync(cluster.brokers, topic, 3);
    }
    const after = load.total();
    await until(() => load.total() > after + 1_000, { timeoutMs: 60_000, what: 'records again' });
    await load.stop();
    await drained(client, topic, topic);
    await reader.consumer.close();
    const read = await readAll(client, topic, 6);
    const lost = load.acknowledged.flatMap((numbers, partition) => missing(numbers, read[partition]!));
    const unheard = load.acknowledged.flatMap((numbers, partition) => missing(numbers, handled[partition]!));
    note(
      name,
      `each of three killed: ${load.total()} acknowledged, ${lost.length} lost, ${unheard.length} not consumed, ${read.flat().length - read.flatMap(firsts).length} written twice, ${handled.flat().length - read.flat().length} handled twice, not believed ${load.failures.filter((each) => each.includes('acknowledged offset')).length}, errors ${JSON.stringify([...new Set(reader.errors)].slice(0, 4))}`,
    );
    expect([lost, unheard]).toEqual([[], []]);
    for (const numbers of [...read, ...handled]) expect(firsts(numbers)).toEqual(ascending(firsts(numbers)));
  }, 200_000);
});
