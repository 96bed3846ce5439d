import { sql } from '@sixpence/postgres';
import { ConsumerGroup, groupNames, readNumberedEvents, streamTopic } from '@sixpence/schemas';
import type { NumberedEventsQuery } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { Kafka, logLevel } from 'kafkajs';
import type { Admin } from 'kafkajs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BusStrategy, KafkaRecord } from '../src/index.js';
import { answerNumberedEvents } from '../src/gaps/answer-numbered-events.js';
import { onNumberedLog } from './on-kafka.js';
import { joinGroup } from './test-group.js';

const timeoutMs = 40_000;

await onNumberedLog('records that the broker acknowledged and lost', (bench) => {
  let admin: Admin;
  let gaps: number[];
  let asked: number;

  beforeEach(async () => {
    // Of this test alone: it asks about all topics that it ever met, and a test's topics go with it.
    admin = new Kafka({ brokers: [...bench.broker.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    gaps = [];
    asked = 0;
  });
  afterEach(() => admin.disconnect());

  /** A process of the group, with a transport of its own. */
  const join = (): Promise<BusStrategy> =>
    joinGroup({
      db: bench.bus.db,
      transport: bench.kafka.transport('webhooks', {
        gaps: { firstPauseMs: 50, maxPauseMs: 200, retiredPauseMs: 200 },
      }),
      onGaps: (partitions) => void gaps.push(partitions),
    });

  /** The stream's owner, with nothing but the answer to the question. */
  async function owner(): Promise<void> {
    await bench.kafka.transport('core').join({
      service: 'core',
      group: ConsumerGroup.core,
      streams: new Set(),
      types: new Set(),
      requests: new Set([readNumberedEvents('core').type]),
      handle: async () => {},
      async answer({ id, payload }) {
        asked += 1;
        const answer = await answerNumberedEvents('core', bench.log.read, payload as NumberedEventsQuery);
        return { id, ok: true, payload: answer };
      },
    });
  }

  const had = async (key = 'k'): Promise<number[]> =>
    (await bench.bus.effects())
      .filter((effect) => effect.startsWith(`webhooks ${key}@`))
      .map((effect) => Number(effect.split('@')[1]));
  const untilHad = (numbers: readonly number[], key = 'k') =>
    until(async () => (await had(key)).length >= numbers.length, {
      what: `the effects of ${String(numbers)}`,
      timeoutMs,
    }).then(async () => expect(await had(key)).toEqual(numbers));
  const upTo = (number: number): number[] => Array.from({ length: number }, (_, at) => at + 1);
  /** The group commits the first two and is gone; the others come after. */
  async function writtenPastTheGroup(records: KafkaRecord[]): Promise<void> {
    await bench.log.write(0, records.slice(0, 2));
    const first = await join();
    await untilHad([1, 2]);
    await bench.log.committed('webhooks');
    await first.close();
    await bench.log.write(0, records.slice(2));
  }
  const place = () => ({
    groupId: groupNames(bench.kafka.prefix, 'webhooks').events,
    topic: streamTopic(bench.kafka.prefix, 'store').topic,
  });

  test('are told by their owner and handled once, in their order, page by page', async () => {
    await owner();
    const records = bench.log.number(0, 'a', 1, 260);
    const lost = new Set([3, 4, ...Array.from({ length: 230 }, (_, at) => at + 11)]);
    await bench.log.write(
      0,
      records.filter((_, at) => !lost.has(at + 1)),
    );
    await join();
    await untilHad(upTo(260));
    await bench.log.committed('webhooks');
    expect(gaps).toEqual([1, 0, 1, 0]);
    expect(asked).toBe(1 + 3);
    expect(await bench.bus.db.query(sql`select from dead_letters`)).toEqual([]);
  });

  test('are missed also by the process that comes next: the number is committed with the offset', async () => {
    await owner();
    const records = bench.log.number(0, 'a', 1, 6);
    await bench.log.write(0, records.slice(0, 2));
    const first = await join();
    await untilHad([1, 2]);
    await first.close();
    await bench.log.write(0, records.slice(4));
    await join();
    await untilHad(upTo(6));
    expect(gaps).toEqual([1, 0]);
  });

  test('hold up their partition alone while nobody can be asked', async () => {
    const records = bench.log.number(0, 'a', 1, 3);
    await join();
    await bench.log.write(0, [records[0]!, records[2]!]);
    await bench.log.write(1, bench.log.number(1, 'a', 1, 2, 'other'));
    await until(() => gaps.length === 1, { what: 'the gap to be seen', timeoutMs });
    await bench.log.write(1, bench.log.number(1, 'a', 3, 4, 'other'));
    await untilHad([1, 2, 3, 4], 'other');
    expect(await had()).toEqual([1]);
    await owner();
    await untilHad([1, 2, 3]);
    expect(gaps).toEqual([1, 0]);
  });

  test('hold up their partition when the owner has retired them, until somebody sets the offset', async () => {
    await owner();
    const records = bench.log.number(0, 'a', 1, 4);
    bench.log.retire(0, 'a', 2);
    await bench.log.write(0, [records[0]!, records[3]!]);
    const stopped = await join();
    await until(() => asked > 2, { what: 'the owner to be asked again', timeoutMs });
    expect([gaps, await had()]).toEqual([[1], [1]]);
    await stopped.close();
    await admin.setOffsets({ ...place(), partitions: [{ partition: 0, offset: '1' }] });
    await join();
    await untilHad([1, 4]);
    await bench.log.committed('webhooks');
  });

  test('are not to be confused with a first record above 1, a repeat, or a new epoch', async () => {
    await owner();
    const records = bench.log.number(0, 'a', 40, 43);
    await bench.log.write(0, [...records.slice(0, 3), ...records.slice(1, 4)]);
    await bench.log.write(0, bench.log.number(0, 'b', 90, 91));
    await join();
    await untilHad([40, 41, 42, 43, 90, 91]);
    await bench.log.committed('webhooks');
    expect([gaps, asked]).toEqual([[], 0]);
  });

  test('are not to be confused with what a reset offset passes over', async () => {
    await owner();
    const records = bench.log.number(0, 'a', 1, 5);
    await writtenPastTheGroup(records);
    await admin.setOffsets({ ...place(), partitions: [{ partition: 0, offset: '4' }] });
    await join();
    await untilHad([1, 2, 5]);
    expect([gaps, asked]).toEqual([[], 0]);
  });

  test('are not to be confused with what retention took', async () => {
    await owner();
    const records = bench.log.number(0, 'a', 1, 6);
    await writtenPastTheGroup(records);
    const { topic } = place();
    // Only a topic that it was asked about before is known to it.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '5' }] });
    await join();
    await untilHad([1, 2, 6]);
    expect([gaps, asked]).toEqual([[], 0]);
  });
});
