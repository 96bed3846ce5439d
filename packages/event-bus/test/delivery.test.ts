import { sql } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Outbox } from '../src/index.js';
import type { Transport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { busTransport } from './bus-transport.js';
import { storeEvent } from './store-events.js';
import { startTeller } from './store-teller.js';
import type { StoreTeller } from './store-teller.js';
import { joinGroup } from './test-group.js';

let bus: BusDatabase;
let transport: Transport;
let core: StoreTeller;

beforeEach(async () => {
  bus = await busDatabase();
  transport = await busTransport();
  core = startTeller(bus.db, transport);
});
afterEach(async () => {
  await core.relay.stop();
  await transport.close();
  await bus.close();
});

/** Something that takes its time, at the database as everything does. */
const work = (ms: number) => bus.db.query(sql`select pg_sleep(${ms / 1_000})`);

test('what is committed reaches every group once; what is rolled back reaches none', async () => {
  await joinGroup({ db: bus.db, transport, group: ConsumerGroup.webhooks });
  await joinGroup({ db: bus.db, transport, group: ConsumerGroup.admin });
  await expect(
    bus.db.transaction(async (tx) => {
      await core.outbox.append(tx, storeEvent('never', 1));
      throw new Error('changed its mind');
    }),
  ).rejects.toThrow('changed its mind');
  await core.tell('a', 1, 2);
  await until(async () => (await bus.effects()).length >= 4, { what: 'both groups' });
  expect((await bus.effects()).toSorted()).toEqual([
    'admin a@1',
    'admin a@2',
    'webhooks a@1',
    'webhooks a@2',
  ]);
});

test('a local commit is told at once, not at the next poll', async () => {
  await joinGroup({ db: bus.db, transport });
  await core.tell('warm', 1);
  await until(async () => (await bus.effects()).length === 1, { what: 'the first' });
  const began = performance.now();
  await core.tell('a', 1);
  await until(async () => (await bus.effects()).length === 2, { what: 'the second' });
  expect(performance.now() - began).toBeLessThan(500);
});

test('one key is handled in order, one at a time; different keys at once', async () => {
  const running = new Map<string, number>();
  let mostOfOneKey = 0;
  let mostAtOnce = 0;
  await joinGroup({
    db: bus.db,
    transport,
    before: async (event) => {
      running.set(event.subject, (running.get(event.subject) ?? 0) + 1);
      mostOfOneKey = Math.max(mostOfOneKey, ...running.values());
      mostAtOnce = Math.max(
        mostAtOnce,
        [...running.values()].reduce((sum, n) => sum + n, 0),
      );
      await work(1 + (event.sequence % 3));
      running.set(event.subject, running.get(event.subject)! - 1);
    },
  });
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (let version = 1; version <= 10; version += 1)
    await Promise.all(keys.map((key) => core.tell(key, version)));
  await until(async () => (await bus.effects()).length === 60, { what: 'all' });
  for (const key of keys) {
    const ofKey = (await bus.effects()).filter((effect) => effect.includes(` ${key}@`));
    expect(ofKey).toEqual(Array.from({ length: 10 }, (_, index) => `webhooks ${key}@${index + 1}`));
  }
  expect(mostOfOneKey).toBe(1);
  expect(mostAtOnce).toBeGreaterThan(1);
});

test('a slow group holds back no other', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await joinGroup({ db: bus.db, transport, group: ConsumerGroup.notifications, before: () => held });
  await joinGroup({ db: bus.db, transport, group: ConsumerGroup.admin });
  for (let n = 0; n < 20; n += 1) await core.tell(`s${n}`, 1);
  await until(
    async () => (await bus.effects()).filter((effect) => effect.startsWith('admin')).length === 20,
    { what: 'the quick group' },
  );
  expect((await bus.effects()).filter((effect) => effect.startsWith('notifications'))).toEqual([]);
  release();
  await until(async () => (await bus.effects()).length === 40, { what: 'the slow group' });
});

test('a group that joins late finds all that was told before it came', async () => {
  await core.tell('a', 1, 2, 3);
  await core.tell('b', 1);
  await joinGroup({ db: bus.db, transport });
  await until(async () => (await bus.effects()).length === 4, { what: 'the latecomer' });
});

test('what is in hand when a group leaves is finished, and the rest waits for it to come back', async () => {
  let started = false;
  const first = await joinGroup({
    db: bus.db,
    transport,
    before: async (event) => {
      if (event.sequence > 1) return;
      started = true;
      await work(100);
    },
  });
  await core.tell('a', 1);
  await until(() => started, { what: 'the handler' });
  await core.tell('a', 2);
  await first.close();
  expect(await bus.effects()).toEqual(['webhooks a@1']);
  await joinGroup({ db: bus.db, transport });
  await until(async () => (await bus.effects()).length === 2, { what: 'the rest' });
  expect(await bus.effects()).toEqual(['webhooks a@1', 'webhooks a@2']);
});

test('a service may tell only events of its own streams, and only with data that fits', async () => {
  const foreign = new Outbox('payments', () => {});
  await expect(bus.db.transaction((tx) => foreign.append(tx, storeEvent('a', 1)))).rejects.toThrow(
    'may not tell',
  );
  const broken = { ...storeEvent('a', 1), data: { object: { id: 'a' } } } as unknown as ReturnType<
    typeof storeEvent
  >;
  await expect(bus.db.transaction((tx) => core.outbox.append(tx, broken))).rejects.toThrow('store.created');
  const sent = storeEvent('a', 1);
  const large = { ...sent, data: { object: { ...sent.data.object, name: 'é'.repeat(400_000) } } };
  await expect(bus.db.transaction((tx) => core.outbox.append(tx, large))).rejects.toThrow('too large');
});
