import { until } from '@sixpence/testkit';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import type { Placement } from '../src/index.js';
import { allClients } from './conformance.js';
import { drained, makeTopic, numberOf, numbered } from './kafka-workload.js';
import { onBrokerEach } from './on-kafka.js';

await onBrokerEach(allClients, 'what $name commits beside an offset', (bench) => {
  /** A member that notes the number it had last; `had` is `<number> after <note it began with>`. */
  async function member(topic: string, had: string[], placements = new Set<Placement>()) {
    const consumer = await bench.client.consumer({
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
    const producer = await bench.client.producer();
    await producer.send(topic, 0, numbers.map(numbered));
    await producer.close();
  };
  /** A member has what there is, commits it, and goes. */
  async function readToTheEnd(topic: string, had: string[]): Promise<void> {
    const reader = await member(topic, had);
    await drained(bench.client, topic, topic);
    await reader.close();
  }
  /** A topic with these numbers, which a member had. */
  async function hadToTheEnd(...numbers: number[]): Promise<{ topic: string; had: string[] }> {
    const topic = await makeTopic(bench.client, 1, 1);
    const had: string[] = [];
    await write(topic, ...numbers);
    await readToTheEnd(topic, had);
    return { topic, had };
  }
  const admin = async <T>(work: (kafka: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> => {
    const kafka = new Kafka({ brokers: [...bench.broker.brokers], logLevel: logLevel.NOTHING }).admin();
    await kafka.connect();
    try {
      return await work(kafka);
    } finally {
      await kafka.disconnect();
    }
  };

  test('is told to whoever goes on from there; a new group is told nothing', async () => {
    const { topic, had } = await hadToTheEnd(1, 2);
    await write(topic, 3);
    await readToTheEnd(topic, had);
    expect(had).toEqual(['1 after nothing', '2 after nothing', '3 after had 2']);
  });

  test('is told no more once somebody set the offset', async () => {
    const { topic, had } = await hadToTheEnd(1, 2);
    await admin((kafka) =>
      kafka.setOffsets({ groupId: topic, topic, partitions: [{ partition: 0, offset: '1' }] }),
    );
    await readToTheEnd(topic, had);
    expect(had).toEqual(['1 after nothing', '2 after nothing', '2 after nothing']);
  });

  test('is told no more once the offset is gone, which begins another placement', async () => {
    const { topic, had } = await hadToTheEnd(1);
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
    const { topic, had } = await hadToTheEnd(1);
    const groups = await bench.client.admin();
    await groups.deleteGroups([topic, `${topic}-none`]);
    await groups.close();
    const { groups: left } = await admin((kafka) => kafka.listGroups());
    expect(left.filter(({ groupId }) => groupId === topic)).toEqual([]);
    await readToTheEnd(topic, had);
    expect(had).toEqual(['1 after nothing', '1 after nothing']);
  });
});
