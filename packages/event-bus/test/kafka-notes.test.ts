import { kafkaHere, testKafka, until } from '@sixpence/testkit';
import type { TestKafka } from '@sixpence/testkit';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KafkaClient, Placement } from '../src/index.js';
import { createKafkajsClient } from '../src/kafka/kafkajs-client.js';
import { createPlatformaticClient } from '../src/kafka/platformatic-client.js';
import { drained, makeTopic, numberOf, numbered } from './kafka-workload.js';

const here = await kafkaHere();
const clients = [
  { name: 'kafkajs', create: createKafkajsClient },
  { name: '@platformatic/kafka', create: createPlatformaticClient },
];

describe.skipIf(!here).each(clients)('what $name commits beside an offset', ({ create }) => {
  let broker: TestKafka;
  let client: KafkaClient;
  beforeAll(async () => {
    broker = await testKafka();
    client = create({ brokers: broker.brokers });
  }, 180_000);
  afterAll(() => broker?.close());

  /** A member that notes the number it had last; `had` is `<number> after <note it began with>`. */
  async function member(topic: string, had: string[], placements = new Set<Placement>()) {
    const consumer = await client.consumer({
      group: topic,
      topics: [topic],
      from: 'earliest',
      async onBatch({ records, placement }) {
        placements.add(placement);
        for (const record of records) had.push(`${numberOf(record)} after ${placement.note ?? 'nothing'}`);
        const last = records.at(-1);
        return last && `had ${numberOf(last)}`;
      },
      onError: () => {},
    });
    await consumer.ready();
    return consumer;
  }
  const write = async (topic: string, ...numbers: number[]): Promise<void> => {
    const producer = await client.producer();
    await producer.send(topic, 0, numbers.map(numbered));
    await producer.close();
  };
  const admin = async <T>(work: (kafka: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> => {
    const kafka = new Kafka({ brokers: [...broker.brokers], logLevel: logLevel.NOTHING }).admin();
    await kafka.connect();
    try {
      return await work(kafka);
    } finally {
      await kafka.disconnect();
    }
  };

  test('is told to whoever goes on from there; a new group is told nothing', async () => {
    const topic = await makeTopic(client, 1, 1);
    const had: string[] = [];
    await write(topic, 1, 2);
    const first = await member(topic, had);
    await drained(client, topic, topic);
    await first.close();
    await write(topic, 3);
    const second = await member(topic, had);
    await drained(client, topic, topic);
    await second.close();
    expect(had).toEqual(['1 after nothing', '2 after nothing', '3 after had 2']);
  });

  test('is told no more once somebody set the offset', async () => {
    const topic = await makeTopic(client, 1, 1);
    const had: string[] = [];
    await write(topic, 1, 2);
    const first = await member(topic, had);
    await drained(client, topic, topic);
    await first.close();
    await admin((kafka) =>
      kafka.setOffsets({ groupId: topic, topic, partitions: [{ partition: 0, offset: '1' }] }),
    );
    const second = await member(topic, had);
    await drained(client, topic, topic);
    await second.close();
    expect(had).toEqual(['1 after nothing', '2 after nothing', '2 after nothing']);
  });

  test('is told no more once the offset is gone, which begins another placement', async () => {
    const topic = await makeTopic(client, 1, 1);
    const had: string[] = [];
    await write(topic, 1);
    const first = await member(topic, had);
    await drained(client, topic, topic);
    await first.close();
    await write(topic, 2, 3, 4);
    await admin(async (kafka) => {
      await kafka.fetchTopicOffsets(topic);
      await kafka.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
    });
    const placements = new Set<Placement>();
    const second = await member(topic, had, placements);
    await until(() => had.length === 2, { what: 'what is kept', timeoutMs: 30_000 });
    await write(topic, 5);
    await until(() => had.length === 3, { what: 'what comes then', timeoutMs: 30_000 });
    await second.close();
    expect(had).toEqual(['1 after nothing', '4 after nothing', '5 after nothing']);
    expect(placements.size).toBe(1);
  });

  test('goes with its group when that is deleted; to delete one that is not there is no error', async () => {
    const topic = await makeTopic(client, 1, 1);
    const had: string[] = [];
    await write(topic, 1);
    const first = await member(topic, had);
    await drained(client, topic, topic);
    await first.close();
    const groups = await client.admin();
    await groups.deleteGroups([topic, `${topic}-none`]);
    await groups.close();
    const { groups: left } = await admin((kafka) => kafka.listGroups());
    expect(left.filter(({ groupId }) => groupId === topic)).toEqual([]);
    const second = await member(topic, had);
    await drained(client, topic, topic);
    await second.close();
    expect(had).toEqual(['1 after nothing', '1 after nothing']);
  });
});
