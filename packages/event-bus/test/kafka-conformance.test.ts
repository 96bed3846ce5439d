import { randomBytes } from 'node:crypto';
import { kafkaClusterHere, testKafkaCluster, until } from '@sixpence/testkit';
import type { TestKafkaCluster } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KafkaClient } from '../src/index.js';
import { createKafkajsClient } from '../src/kafka/kafkajs-client.js';
import { createPlatformaticClient } from '../src/kafka/platformatic-client.js';
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
  watchCommits,
} from './kafka-workload.js';

const here = await kafkaClusterHere();
const clients = [
  { name: 'kafkajs', create: createKafkajsClient },
  { name: '@platformatic/kafka', create: createPlatformaticClient },
].filter(({ name }) => name.includes(process.env['KAFKA_CLIENT'] ?? ''));

const SLOW_HANDLER_MS = 20_000;
const BLOCKED_MS = 12_000;
const OUTAGE_MS = 15_000;

/** Tells how long something took, for the record of the decision. */
const note = (client: string, what: string): void => void process.stderr.write(`[${client}] ${what}\n`);

describe.skipIf(!here).each(clients)('$name on one broker', ({ name, create }) => {
  let cluster: TestKafkaCluster;
  let client: KafkaClient;
  beforeAll(async () => {
    cluster = await testKafkaCluster(1);
    client = create({ brokers: cluster.brokers });
  }, 300_000);
  afterAll(() => cluster?.close());

  test('topics are made as asked, told as they are, and counted as behind', async () => {
    const topic = await makeTopic(client, 3, 1);
    const admin = await client.admin();
    await admin.createTopics([
      { name: `${topic}-b`, partitions: 2, replication: 1, config: { 'retention.ms': '60000' } },
    ]);
    expect(await admin.describeTopics([`${topic}-b`, topic, 'there-is-none'])).toEqual(
      expect.arrayContaining([
        { name: `${topic}-b`, partitions: 2, replication: 1, config: { 'retention.ms': '60000' } },
        { name: topic, partitions: 3, replication: 1, config: {} },
      ]),
    );
    const producer = await client.producer();
    expect(await producer.send(topic, 2, [numbered(1), numbered(2)])).toBe(0n);
    expect(await producer.send(topic, 2, [numbered(3)])).toBe(2n);
    expect(await admin.lag('nobody', [topic, `${topic}-b`])).toBe(3n);
    await expect(producer.send('there-is-none', 0, [numbered(1)])).rejects.toThrow();
    await expect(producer.send(topic, 99, [numbered(1)])).rejects.toThrow();
    await producer.close();
    await admin.close();
  });

  test('a record comes back as it was sent', async () => {
    const topic = await makeTopic(client, 1, 1);
    const producer = await client.producer();
    const sent = { key: 'clé', value: Buffer.from([0, 255, 1]), headers: { a: 'ä', b: '' } };
    await producer.send(topic, 0, [sent]);
    const big = { ...sent, value: Buffer.alloc(100_000, 'z') };
    await producer.send(topic, 0, [big]);
    const found: unknown[] = [];
    const { consumer } = await join(client, topic, topic, async ({ records }) => void found.push(...records));
    await until(() => found.length === 2, { what: 'both records' });
    expect(found).toEqual([
      { topic, partition: 0, offset: 0n, ...sent },
      { topic, partition: 0, offset: 1n, ...big },
    ]);
    await consumer.close();
    await producer.close();
  });

  test('a group that begins at the end hears only what comes then', async () => {
    const topic = await makeTopic(client, 1, 1);
    const producer = await client.producer();
    await producer.send(topic, 0, [numbered(1)]);
    const heard: number[] = [];
    const consumer = await client.consumer({
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
    const topic = await makeTopic(client, 1, 1);
    const producer = await client.producer();
    const handled: number[] = [];
    let tries = 0;
    const { consumer, errors } = await join(client, topic, topic, async ({ records }) => {
      if (records.some((record) => numberOf(record) === 2) && (tries += 1) < 3) throw new Error('not yet');
      handled.push(...records.map(numberOf));
    });
    await consumer.ready();
    for (const number of [1, 2, 3]) await producer.send(topic, 0, [numbered(number)]);
    await drained(client, topic, topic);
    expect([firsts(handled), tries]).toEqual([[1, 2, 3], 3]);
    expect(errors).toEqual(['not yet', 'not yet']);
    await consumer.close();
    await producer.close();
  });

  test('a slow partition holds up no other', async () => {
    const topic = await makeTopic(client, 2, 1);
    const producer = await client.producer();
    const released = Promise.withResolvers<void>();
    const handled: number[] = [];
    const { consumer } = await join(client, topic, topic, async ({ partition, records }) => {
      if (partition === 0) await released.promise;
      handled.push(...records.map(numberOf));
    });
    await producer.send(topic, 0, [numbered(0)]);
    for (let number = 1; number <= 20; number += 1) {
      await producer.send(topic, 1, [numbered(number)]);
      await until(() => handled.includes(number), { timeoutMs: 2_000, what: `record ${number}` });
    }
    released.resolve();
    await drained(client, topic, topic);
    expect(ascending(handled)).toEqual(Array.from({ length: 21 }, (_, number) => number));
    await consumer.close();
    await producer.close();
  });

  test('a backlog is fetched no faster than it is handled', async () => {
    const topic = await makeTopic(client, 1, 1);
    const producer = await client.producer();
    for (let sent = 0; sent < 200; sent += 1)
      await producer.send(
        topic,
        0,
        Array.from({ length: 20 }, () => ({ ...numbered(1), value: randomBytes(10_000) })),
      );
    const released = Promise.withResolvers<void>();
    let given = 0;
    const { consumer } = await join(client, topic, topic, async ({ records }) => {
      given += records.length;
      await released.promise;
    });
    await until(() => given > 0, { what: 'a batch' });
    expect(given).toBeLessThan(400);
    released.resolve();
    await drained(client, topic, topic);
    expect(given).toBe(4_000);
    await consumer.close();
    await producer.close();
  });

  test('a member that leaves finishes and commits what it has in hand', async () => {
    const topic = await makeTopic(client, 1, 1);
    const producer = await client.producer();
    await producer.send(topic, 0, [numbered(1)]);
    const released = Promise.withResolvers<void>();
    let begun = 0;
    const first = await join(client, topic, topic, async () => {
      begun += 1;
      await released.promise;
    });
    await until(() => begun === 1, { what: 'it to begin' });
    const closing = first.consumer.close();
    released.resolve();
    await closing;
    const admin = await client.admin();
    expect(await admin.lag(topic, [topic])).toBe(0n);
    await admin.close();
    await producer.close();
  });

  test('a broker killed while records are written loses none that it acknowledged', async () => {
    const topic = await makeTopic(client, 4, 1);
    const load = await produceLoad(client, topic, 4);
    for (let kill = 0; kill < 2; kill += 1) {
      const before = load.total();
      await until(() => load.total() > before + 2_000, { what: 'records' });
      process.kill(cluster.nodes[0]!.pid, 'SIGKILL');
      await cluster.nodes[0]!.start();
    }
    const after = load.total();
    await until(() => load.total() > after + 1_000, { timeoutMs: 30_000, what: 'records again' });
    await load.stop();
    const read = await readAll(client, topic, 4);
    const lost = load.acknowledged.flatMap((numbers, partition) => missing(numbers, read[partition]!));
    const doubled = read.flat().length - read.flatMap(firsts).length;
    note(
      name,
      `kill -9 on one broker: ${load.total()} acknowledged, ${lost.length} lost, ${doubled} doubled, ${load.failures.length} failed sends`,
    );
    expect(lost).toEqual([]);
    for (const numbers of read) expect(firsts(numbers)).toEqual(ascending(firsts(numbers)));
  }, 90_000);

  test('rebalances lose nothing, double nothing that was committed, and move no commit back', async () => {
    const topic = await makeTopic(client, 6, 1);
    const watch = await watchCommits(cluster.brokers, topic, topic);
    const load = await produceLoad(client, topic, 6);
    await until(() => load.total() > 6_000, { what: 'records' });
    const handled = Array.from({ length: 6 }, (): number[] => []);
    const again: string[] = [];
    const member = () =>
      join(client, topic, topic, async ({ partition, records }) => {
        const committed = watch.newest.get(partition) ?? -1n;
        if (records[0]!.offset < committed) again.push(`${partition}: ${records[0]!.offset} < ${committed}`);
        for (const record of records) {
          handled[partition]!.push(numberOf(record));
          if (numberOf(record) % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
      });
    const stays = await member();
    for (let round = 0; round < 6; round += 1) {
      const comes = await member();
      await comes.consumer.ready();
      const before = handled.flat().length;
      await until(() => handled.flat().length > before, { what: 'work to go on' });
      await comes.consumer.close();
    }
    await load.stop();
    await drained(client, topic, topic);
    await watch.stop();
    const lost = load.acknowledged.flatMap((numbers, partition) => missing(numbers, handled[partition]!));
    const doubled = handled.flat().length - handled.flatMap(firsts).length;
    note(
      name,
      `12 rebalances: ${load.total()} records, ${lost.length} lost, ${doubled} doubled, ${watch.backwards.length} commits back, errors ${JSON.stringify([...new Set(stays.errors)])}`,
    );
    expect([lost, again, watch.backwards]).toEqual([[], [], []]);
    for (const numbers of handled) expect(firsts(numbers)).toEqual(ascending(firsts(numbers)));
    await stays.consumer.close();
  }, 90_000);

  test('a handler of 20 seconds keeps its partition', async () => {
    const topic = await makeTopic(client, 2, 1);
    const producer = await client.producer();
    await producer.send(topic, 0, [numbered(1)]);
    let begun = 0;
    let ended = 0;
    let aborted = false;
    const slow = async ({ partition, signal }: { partition: number; signal: AbortSignal }) => {
      if (partition !== 0) return;
      begun += 1;
      const since = performance.now();
      await until(() => performance.now() - since > SLOW_HANDLER_MS, {
        timeoutMs: 30_000,
        what: 'slow work',
      });
      aborted ||= signal.aborted;
      ended += 1;
    };
    const members = [await join(client, topic, topic, slow), await join(client, topic, topic, slow)];
    await drained(client, topic, topic);
    expect(ended).toBeGreaterThan(0);
    // The second member's coming may have taken it from the first; from then on it stays where it is.
    expect([begun <= 2, aborted && begun === 1]).toEqual([true, false]);
    for (const { consumer } of members) await consumer.close();
    await producer.close();
  }, 80_000);

  test('an event loop that was blocked past the session goes on', async () => {
    const topic = await makeTopic(client, 2, 1);
    const handled: number[] = [];
    const { consumer } = await join(client, topic, topic, async ({ records }) => {
      handled.push(...records.map(numberOf));
    });
    await consumer.ready();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
    const since = performance.now();
    const producer = await client.producer();
    for (const partition of [0, 1]) {
      await until(() => producer.send(topic, partition, [numbered(partition)]).then(() => true), {
        what: 'the send',
      });
    }
    await until(() => firsts(handled).length === 2, { timeoutMs: 40_000, what: 'both records' });
    note(name, `event loop blocked 12 s: consuming again after ${Math.round(performance.now() - since)} ms`);
    await drained(client, topic, topic);
    await consumer.close();
    await producer.close();
  }, 90_000);

  test('a broker that was away for 15 seconds is used again', async () => {
    const topic = await makeTopic(client, 2, 1);
    const handled: number[] = [];
    const { consumer } = await join(client, topic, topic, async ({ records }) => {
      handled.push(...records.map(numberOf));
    });
    await consumer.ready();
    const producer = await client.producer();
    await producer.send(topic, 0, [numbered(0)]);
    await until(() => handled.length === 1, { what: 'the first record' });
    process.kill(cluster.nodes[0]!.pid, 'SIGKILL');
    const gone = performance.now();
    await until(() => performance.now() - gone > OUTAGE_MS, { timeoutMs: 20_000, what: 'the outage' });
    await cluster.nodes[0]!.start();
    const back = performance.now();
    for (const partition of [0, 1]) {
      await until(() => producer.send(topic, partition, [numbered(1 + partition)]).then(() => true), {
        timeoutMs: 30_000,
        what: 'the send',
      });
    }
    const sent = performance.now();
    await until(() => firsts(handled).length === 3, { timeoutMs: 40_000, what: 'what was sent then' });
    note(
      name,
      `15 s outage: sent after ${Math.round(sent - back)} ms, consumed after ${Math.round(performance.now() - back)} ms`,
    );
    await consumer.close();
    await producer.close();
  }, 90_000);
});

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
      what: 'the last to be taken',
    });
    await producer.close();
  }, 90_000);

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
        timeoutMs: 30_000,
        what: 'records written and read',
      });
      process.kill(node.pid, 'SIGKILL');
      await node.start();
      await inSync(cluster.brokers, topic, 3);
    }
    const after = load.total();
    await until(() => load.total() > after + 1_000, { timeoutMs: 30_000, what: 'records again' });
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
  }, 120_000);
});
