import { randomBytes } from 'node:crypto';
import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { ascending, firsts } from './found-numbers.js';
import { drained, join, makeTopic, numberOf, numbered } from './kafka-workload.js';
import { onClusterEach } from './on-kafka.js';

await onClusterEach(1, '$name on one broker', (bench) => {
  test('topics are made as asked, told as they are, and counted as behind', async () => {
    const topic = await makeTopic(bench.client, 3, 1);
    const admin = await bench.client.admin();
    await admin.createTopics([
      { name: `${topic}-b`, partitions: 2, replication: 1, config: { 'retention.ms': '60000' } },
    ]);
    expect(await admin.describeTopics([`${topic}-b`, topic, 'there-is-none'])).toEqual(
      expect.arrayContaining([
        { name: `${topic}-b`, partitions: 2, replication: 1, config: { 'retention.ms': '60000' } },
        { name: topic, partitions: 3, replication: 1, config: {} },
      ]),
    );
    const producer = await bench.client.producer();
    expect(await producer.send(topic, 2, [numbered(1), numbered(2)])).toBe(0n);
    expect(await producer.send(topic, 2, [numbered(3)])).toBe(2n);
    expect(await admin.lag('nobody', [topic, `${topic}-b`])).toBe(3n);
    await expect(producer.send('there-is-none', 0, [numbered(1)])).rejects.toThrow();
    await expect(producer.send(topic, 99, [numbered(1)])).rejects.toThrow();
    await producer.close();
    await admin.close();
  });

  test('a record comes back as it was sent', async () => {
    const topic = await makeTopic(bench.client, 1, 1);
    const producer = await bench.client.producer();
    const sent = { key: 'clé', value: Buffer.from([0, 255, 1]), headers: { a: 'ä', b: '' } };
    await producer.send(topic, 0, [sent]);
    const big = { ...sent, value: Buffer.alloc(100_000, 'z') };
    await producer.send(topic, 0, [big]);
    const found: unknown[] = [];
    const { consumer } = await join(
      bench.client,
      topic,
      topic,
      async ({ records }) => void found.push(...records),
    );
    await until(() => found.length === 2, { timeoutMs: 30_000, what: 'both records' });
    expect(found).toEqual([
      { topic, partition: 0, offset: 0n, ...sent },
      { topic, partition: 0, offset: 1n, ...big },
    ]);
    await consumer.close();
    await producer.close();
  });

  test('a group that begins at the end hears only what comes then', async () => {
    const topic = await makeTopic(bench.client, 1, 1);
    const producer = await bench.client.producer();
    await producer.send(topic, 0, [numbered(1)]);
    const heard: number[] = [];
    const consumer = await bench.client.consumer({
      group: `${topic}-end`,
      topics: [topic],
      from: 'latest',
      onBatch: async ({ records }) => void heard.push(...records.map(numberOf)),
      onError: () => {},
    });
    await consumer.ready();
    let sent = 1;
    await until(
      async () => {
        await producer.send(topic, 0, [numbered((sent += 1))]);
        return heard.length > 0;
      },
      { what: 'a record' },
    );
    expect(heard).not.toContain(1);
    await consumer.close();
    await producer.close();
  });

  test('a batch that fails comes again, and the next waits for it', async () => {
    const topic = await makeTopic(bench.client, 1, 1);
    const producer = await bench.client.producer();
    const handled: number[] = [];
    let tries = 0;
    const { consumer, errors } = await join(bench.client, topic, topic, async ({ records }) => {
      if (records.some((record) => numberOf(record) === 2) && (tries += 1) < 3) throw new Error('not yet');
      handled.push(...records.map(numberOf));
    });
    await consumer.ready();
    for (const number of [1, 2, 3]) await producer.send(topic, 0, [numbered(number)]);
    await drained(bench.client, topic, topic);
    expect([firsts(handled), tries]).toEqual([[1, 2, 3], 3]);
    expect(errors).toEqual(['not yet', 'not yet']);
    await consumer.close();
    await producer.close();
  });

  test('a slow partition holds up no other', async () => {
    const topic = await makeTopic(bench.client, 2, 1);
    const producer = await bench.client.producer();
    const released = Promise.withResolvers<void>();
    const handled: number[] = [];
    const { consumer } = await join(bench.client, topic, topic, async ({ partition, records }) => {
      if (partition === 0) await released.promise;
      handled.push(...records.map(numberOf));
    });
    await producer.send(topic, 0, [numbered(0)]);
    for (let number = 1; number <= 20; number += 1) {
      await producer.send(topic, 1, [numbered(number)]);
      await until(() => handled.includes(number), { timeoutMs: 5_000, what: `record ${number}` });
    }
    released.resolve();
    await drained(bench.client, topic, topic);
    expect(ascending(handled)).toEqual(Array.from({ length: 21 }, (_, number) => number));
    await consumer.close();
    await producer.close();
  });

  test('a backlog is fetched no faster than it is handled', async () => {
    const topic = await makeTopic(bench.client, 1, 1);
    const producer = await bench.client.producer();
    for (let sent = 0; sent < 200; sent += 1)
      await producer.send(
        topic,
        0,
        Array.from({ length: 20 }, () => ({ ...numbered(1), value: randomBytes(10_000) })),
      );
    const released = Promise.withResolvers<void>();
    let given = 0;
    const { consumer } = await join(bench.client, topic, topic, async ({ records }) => {
      given += records.length;
      await released.promise;
    });
    await until(() => given > 0, { timeoutMs: 30_000, what: 'a batch' });
    expect(given).toBeLessThan(400);
    released.resolve();
    await drained(bench.client, topic, topic);
    expect(given).toBe(4_000);
    await consumer.close();
    await producer.close();
  });

  test('a member that leaves finishes and commits what it has in hand', async () => {
    const topic = await makeTopic(bench.client, 1, 1);
    const producer = await bench.client.producer();
    await producer.send(topic, 0, [numbered(1)]);
    const released = Promise.withResolvers<void>();
    let begun = 0;
    const first = await join(bench.client, topic, topic, async () => {
      begun += 1;
      await released.promise;
    });
    await until(() => begun === 1, { timeoutMs: 30_000, what: 'it to begin' });
    const closing = first.consumer.close();
    released.resolve();
    await closing;
    const admin = await bench.client.admin();
    expect(await admin.lag(topic, [topic])).toBe(0n);
    await admin.close();
    await producer.close();
  });
});
