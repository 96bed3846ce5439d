import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { note } from './conformance.js';
import { doubledOf, expectOrder, lostOf } from './found-numbers.js';
import {
  drained,
  inSync,
  join,
  makeTopic,
  numberOf,
  numbered,
  produceLoad,
  readAll,
} from './kafka-workload.js';
import { onClusterEach } from './on-kafka.js';

await onClusterEach(3, '$name on three brokers', (bench) => {
  test('an acknowledgement is that of all replicas: with too few of them in sync nothing is taken', async () => {
    const name = `${await makeTopic(bench.client, 1, 3)}-strict`;
    const admin = await bench.client.admin();
    await admin.createTopics([
      { name, partitions: 1, replication: 3, config: { 'min.insync.replicas': '3' } },
    ]);
    const producer = await bench.client.producer();
    await until(() => producer.send(name, 0, [numbered(1)]).then(() => true), {
      timeoutMs: 30_000,
      what: 'the first to be taken',
    });
    const node = bench.broker.nodes[2]!;
    process.kill(node.pid, 'SIGKILL');
    await inSync(bench.broker.brokers, name, 2);
    for (let sent = 0; sent < 5; sent += 1)
      await expect(producer.send(name, 0, [numbered(2)])).rejects.toThrow();
    await node.start();
    await inSync(bench.broker.brokers, name, 3);
    await until(() => producer.send(name, 0, [numbered(3)]).then(() => true), {
      timeoutMs: 30_000,
      what: 'the last to be taken',
    });
    await producer.close();
  }, 150_000);

  test('each broker killed in turn while records are written and read: none lost, order kept', async () => {
    const topic = await makeTopic(bench.client, 6, 3);
    const load = await produceLoad(bench.client, topic, 6);
    const handled = Array.from({ length: 6 }, (): number[] => []);
    const reader = await join(bench.client, topic, topic, async ({ partition, records }) => {
      handled[partition]!.push(...records.map(numberOf));
    });
    for (const node of bench.broker.nodes) {
      const before = [load.total(), handled.flat().length];
      await until(() => load.total() > before[0]! + 1_000 && handled.flat().length > before[1]! + 1_000, {
        timeoutMs: 60_000,
        what: 'records written and read',
      });
      process.kill(node.pid, 'SIGKILL');
      await node.start();
      await inSync(bench.broker.brokers, topic, 3);
    }
    const after = load.total();
    await until(() => load.total() > after + 1_000, { timeoutMs: 60_000, what: 'records again' });
    await load.stop();
    await drained(bench.client, topic, topic);
    await reader.consumer.close();
    const read = await readAll(bench.client, topic, 6);
    const lost = lostOf(load, read);
    const unheard = lostOf(load, handled);
    note(
      bench.name,
      `each of three killed: ${load.total()} acknowledged, ${lost.length} lost, ${unheard.length} not consumed, ${doubledOf(read)} written twice, ${handled.flat().length - read.flat().length} handled twice, not believed ${load.failures.filter((each) => each.includes('acknowledged offset')).length}, errors ${JSON.stringify([...new Set(reader.errors)].slice(0, 4))}`,
    );
    expect([lost, unheard]).toEqual([[], []]);
    expectOrder(...read, ...handled);
  }, 200_000);
});
