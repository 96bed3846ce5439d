import { sql } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusStrategy, createKafkaTransport } from '../src/index.js';
import type { KafkaClient, KafkaRecord, Transport } from '../src/index.js';
import { onKafka } from './on-kafka.js';
import { storeEvent } from './store-events.js';
import { startTeller } from './store-teller.js';
import type { StoreTeller } from './store-teller.js';
import { joinGroup, listen, silent } from './test-group.js';

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

await onKafka('a broker that loses what it acknowledged', (bench) => {
  let core: Transport;
  let teller: StoreTeller;
  const lost: string[] = [];

  beforeEach(() => {
    const client = losing(bench.kafka.client, lost);
    core = createKafkaTransport({ client, service: 'core', prefix: bench.kafka.prefix, logger: silent });
    teller = startTeller(bench.bus.db, core);
  });
  afterEach(async () => {
    await teller.relay.stop();
    await core.close();
  });

  test('costs no effect: the owner tells from its outbox what is missing, in order and once', async () => {
    const service = { service: 'core', group: ConsumerGroup.core, db: bench.bus.db, logger: silent } as const;
    await listen(new BusStrategy({ ...service, transport: core }));
    const told: number[] = [];
    await joinGroup({
      db: bench.bus.db,
      transport: bench.kafka.transport('webhooks', { gaps: { firstPauseMs: 50 } }),
      onGaps: (partitions) => void told.push(partitions),
    });
    const keys = Array.from({ length: 12 }, (_, n) => `k${n}`);
    const versions = [1, 2, 3, 4, 5];
    for (const version of versions)
      await bench.bus.db.transaction((tx) =>
        teller.outbox.append(tx, ...keys.map((key) => storeEvent(key, version))),
      );
    // A lost record is missed once another comes behind it.
    let looks = 0;
    const behind = async (): Promise<boolean> => {
      looks += 1;
      await bench.bus.db.transaction((tx) =>
        teller.outbox.append(tx, ...keys.map((key) => storeEvent(`${key}-after-${looks}`, 1))),
      );
      const ofKeys = (await bench.bus.effects()).filter((effect) => /k\d+@/.test(effect));
      return ofKeys.length >= keys.length * versions.length;
    };
    await until(behind, { what: 'all effects', timeoutMs });
    const effects = await bench.bus.effects();
    expect(new Set(effects).size).toBe(effects.length);
    for (const key of keys)
      expect(effects.filter((effect) => effect.startsWith(`webhooks ${key}@`))).toEqual(
        versions.map((version) => `webhooks ${key}@${version}`),
      );
    expect(lost.length).toBeGreaterThan(10);
    expect(told.length).toBeGreaterThan(0);
    expect(await bench.bus.db.query(sql`select from dead_letters`)).toEqual([]);
  }, 120_000);
});
