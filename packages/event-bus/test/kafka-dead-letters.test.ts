import { sql } from '@sixpence/postgres';
import { until } from '@sixpence/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { outboxRow } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import { deadLetterGuarantees } from './dead-letter-guarantees.js';
import { kafkaBus } from './kafka-bus.js';
import type { KafkaBus } from './kafka-bus.js';
import { onBroker } from './on-kafka.js';
import { storeEvent } from './store-events.js';
import { joinGroup } from './test-group.js';

await onBroker('dead letters over Kafka', (bench) => {
  describe('as on any transport', () => {
    deadLetterGuarantees(async () => kafkaBus(bench.broker.brokers));
  });

  describe('what no relay of ours wrote', () => {
    let kafka: KafkaBus;
    afterEach(() => kafka.close());

    test.each([
      ['bytes that are no event', '{not json'],
      ['an event whose id is longer than an index takes', { id: 'x'.repeat(10_000) }],
      ['an event whose sequence is none', { sequence: 1e300 }],
      ['an event whose data holds a NUL', { data: { object: { name: 'a\u0000b' } } }],
    ])('%s is parked with the place where it lay, and the partition goes on', async (_case, value) => {
      const bus = await busDatabase();
      kafka = await kafkaBus(bench.broker.brokers);
      const event = {
        specversion: '1.0',
        id: 'poison',
        source: '/elsewhere',
        type: 'store.created',
        dataversion: 1,
        subject: 'a',
        sequence: 1,
        traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-00`,
      };
      const bytes = typeof value === 'string' ? value : JSON.stringify({ ...event, ...value });
      const producer = await kafka.client.producer();
      const record = { key: 'x\u0000', value: Buffer.from(bytes), headers: {} };
      const good = { key: 'x', value: Buffer.from(outboxRow(storeEvent('good', 1)).envelope), headers: {} };
      // The topic is a moment old: its partitions may have no leader yet.
      const offset = await until(
        () => producer.send(`${kafka.prefix}events.store`, 0, [record, good]).catch(() => undefined),
        { what: 'the broker to take it', timeoutMs: 20_000 },
      );
      await producer.close();
      await joinGroup({ db: bus.db, transport: kafka.transport('webhooks') });
      await until(async () => (await bus.effects()).length === 1, {
        what: 'what comes after it',
        timeoutMs: 20_000,
      });
      const letter = await until(
        () => bus.db.maybe<Record<string, unknown>>(sql`select * from dead_letters`),
        { what: 'the dead letter', timeoutMs: 20_000 },
      );
      expect(letter).toMatchObject({
        topic: `${kafka.prefix}events.store`,
        partition: 0,
        record_offset: String(offset),
        attempts: 1,
      });
      await bus.close();
    });
  });
});
