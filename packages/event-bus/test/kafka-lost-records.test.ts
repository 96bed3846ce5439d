import { sql } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import { kafkaHere, testKafka, until } from '@sixpence/testkit';
import type { TestKafka } from '@sixpence/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BusStrategy, Outbox, createKafkaTransport, createRelay } from '../src/index.js';
import type { KafkaClient, KafkaRecord, Relay, Transport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { kafkaBus } from './kafka-bus.js';
import type { KafkaBus } from './kafka-bus.js';
import { storeEvent } from './store-events.js';
import { joinGroup, listen, silent } from './test-group.js';

const here = await kafkaHere();
const timeoutMs = 60_000;

/** Says of every third event's record that the broker has it, and does not send it. */
function losing(client: KafkaClient, lost: string[]): KafkaClient {
  const isLost = ({ key, headers }: KafkaRecord): boolean => {
    const sequence = headers['relay-sequence'];
    if (sequence === undefined || Number(sequence) % 3 !== 0) return false;
    lost.push(`${key}/${sequence}`);
    return true;
  };
  return {
    ...client,
    async producer() {
      const producer = await client.producer();
      return {
        ...producer,
        async send(topic, partition, records) {
          const kept = records.filter((record) => !isLost(record));
          return kept.length > 0 ? producer.send(topic, partition, kept) : 0n;
        },
      };
    },
  };
}

describe.skipIf(!here)('a broker that loses what it acknowledged', () => {
  let broker: TestKafka;
  let bus: BusDatabase;
  let kafka: KafkaBus;
  let core: Transport;
  let relay: Relay;
  const lost: string[] = [];

  beforeAll(async () => {
    broker = await testKafka();
  }, 180_000);
  afterAll(() => broker?.close());
  beforeEach(async () => {
    bus = await busDatabase();
    kafka = await kafkaBus(broker.brokers);
    const client = losing(kafka.client, lost);
    core = createKafkaTransport({ client, service: 'core', prefix: kafka.prefix, logger: silent });
    relay = createRelay({ service: 'core', db: bus.db, transport: core, logger: silent });
    relay.start();
  });
  afterEach(async () => {
    await relay.stop();
    await core.close();
    await kafka.close();
    await bus.close();
  });

  test('costs no effect: the owner tells from its outbox what is missing, in order and once', async () => {
    const outbox = new Outbox('core', relay.wake);
    const service = { service: 'core', group: ConsumerGroup.core, db: bus.db, logger: silent } as const;
    await listen(new BusStrategy({ ...service, transport: core }));
    const told: number[] = [];
    await joinGroup({
      db: bus.db,
      transport: kafka.transport('webhooks', { gaps: { firstPauseMs: 50 } }),
      onGaps: (partitions) => void told.push(partitions),
    });
    const keys = Array.from({ length: 12 }, (_, n) => `k${n}`);
    const versions = [1, 2, 3, 4, 5];
    for (const version of versions)
      await bus.db.transaction((tx) => outbox.append(tx, ...keys.map((key) => storeEvent(key, version))));
    // A lost record is missed once another comes behind it.
    let looks = 0;
    const behind = async (): Promise<boolean> => {
      looks += 1;
      await bus.db.transaction((tx) =>
        outbox.append(tx, ...keys.map((key) => storeEvent(`${key}-after-${looks}`, 1))),
      );
      const ofKeys = (await bus.effects()).filter((effect) => /k\d+@/.test(effect));
      return ofKeys.length >= keys.length * versions.length;
    };
    await until(behind, { what: 'all effects', timeoutMs });
    const effects = await bus.effects();
    expect(new Set(effects).size).toBe(effects.length);
    for (const key of keys)
      expect(effects.filter((effect) => effect.startsWith(`webhooks ${key}@`))).toEqual(
        versions.map((version) => `webhooks ${key}@${version}`),
      );
    expect(lost.length).toBeGreaterThan(10);
    expect(told.length).toBeGreaterThan(0);
    expect(await bus.db.query(sql`select from dead_letters`)).toEqual([]);
  }, 120_000);
});
