import { sql } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Outbox, PermanentError } from '../src/index.js';
import type { Transport } from '../src/index.js';
import { databaseProxy } from './database-proxy.js';
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
const retry = { maxTries: 4, firstPauseMs: 10, maxPauseMs: 40 };

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

const deadLetters = () =>
  bus.db.query<Record<string, unknown>>(sql`select * from dead_letters order by parked_at`);

test('a handler that fails now and then has its effect in the end, once and in order', async () => {
  const attempts: number[] = [];
  await joinGroup({
    db: bus.db,
    transport,
    retry,
    before: (event, { attempt }) => {
      if (event.id !== 'a@1') return;
      attempts.push(attempt);
      if (attempt < 3) throw new Error('not yet');
    },
  });
  await core.tell('a', 1, 2);
  await until(async () => (await bus.effects()).length === 2, { what: 'both' });
  expect(await bus.effects()).toEqual(['webhooks a@1', 'webhooks a@2']);
  expect(attempts).toEqual([1, 2, 3]);
  expect(await deadLetters()).toEqual([]);
});

test('an event that keeps failing is parked with its reason, and its key moves on', async () => {
  let tries = 0;
  await joinGroup({
    db: bus.db,
    transport,
    retry,
    before: (event) => {
      if (event.id !== 'a@1') return;
      tries += 1;
      throw new DomainError('store_not_found', 'There is no store; asked with sk_live_hunter2');
    },
  });
  await core.tell('a', 1, 2);
  await core.tell('b', 1);
  await until(async () => (await bus.effects()).length === 2, { what: 'the others' });
  expect((await bus.effects()).toSorted()).toEqual(['webhooks a@2', 'webhooks b@1']);
  expect(tries).toBe(4);
  const [letter, ...more] = await deadLetters();
  expect(more).toEqual([]);
  expect(letter).toMatchObject({
    consumer_group: 'webhooks',
    event_id: 'a@1',
    origin: '/sixpence/core',
    stream: 'store',
    key: 'a',
    version: 1,
    type: 'store.created',
    error_code: 'store_not_found',
    attempts: 4,
    event: { id: 'a@1', data: { object: { id: 'a' } } },
  });
  expect(letter!.error_text).not.toContain('hunter2');
});

test('an event that can never succeed is parked at once', async () => {
  const tried: string[] = [];
  await joinGroup({
    db: bus.db,
    transport,
    before: (event) => {
      tried.push(event.id);
      if (event.id === 'a@1') throw new PermanentError('no_such_chain', 'nobody has that chain');
    },
  });
  await core.tell('a', 1, 2);
  const spoil = (version: number, path: string, value: string) =>
    sql`update outbox set envelope = jsonb_set(envelope, ${path}::text[], ${value}::jsonb) where key = 'bad' and version = ${version}`;
  await bus.db.transaction(async (tx) => {
    const silently = new Outbox('core', () => {});
    await silently.append(tx, ...[1, 2, 3].map((version) => storeEvent('bad', version)));
    tx.executeLast(spoil(1, '{dataversion}', '99'));
    tx.executeLast(spoil(2, '{data,object,name}', '7'));
  });
  core.relay.wake();
  await until(async () => (await bus.effects()).length === 2, { what: 'what can succeed' });
  expect((await bus.effects()).toSorted()).toEqual(['webhooks a@2', 'webhooks bad@3']);
  await until(async () => (await deadLetters()).length === 3, { what: 'the dead letters' });
  expect(
    (await deadLetters())
      .map((letter) => [letter['event_id'], letter['error_code'], letter['attempts']])
      .toSorted(),
  ).toEqual([
    ['a@1', 'no_such_chain', 1],
    ['bad@1', 'unknown_version', 1],
    ['bad@2', 'invalid_event', 1],
  ]);
  expect(tried.toSorted()).toEqual(['a@1', 'a@2', 'bad@3']);
});

test('while one event waits for its next try, other keys go on', async () => {
  await joinGroup({
    db: bus.db,
    transport,
    retry: { maxTries: 1_000, firstPauseMs: 20, maxPauseMs: 20 },
    before: (event) => {
      if (event.subject === 'stuck') throw new Error('never');
    },
  });
  // Together: over a broker, what comes into the same partition later waits for all of this.
  const others = Array.from({ length: 40 }, (_, n) => storeEvent(`k${n}`, 1));
  await bus.db.transaction((tx) => core.outbox.append(tx, storeEvent('stuck', 1), ...others));
  await until(async () => (await bus.effects()).length === 40, { what: 'the other keys' });
  expect(await deadLetters()).toEqual([]);
});

test('while the database is away nothing is given up', async () => {
  const proxy = await databaseProxy(bus.url);
  const db = bus.open({ url: proxy.url });
  let tries = 0;
  await joinGroup({
    db,
    transport,
    retry: { maxTries: 2, firstPauseMs: 5, maxPauseMs: 10 },
    before: (event) => {
      if (event.id === 'a@2') tries += 1;
    },
  });
  // A member of a group over a broker asks the database before the first event of a partition.
  await core.tell('a', 1);
  await until(async () => (await bus.effects()).length === 1, { what: 'the effect before the outage' });
  proxy.cut();
  await core.tell('a', 2);
  await until(() => tries >= 6, { what: 'more tries than the policy has' });
  expect(await deadLetters()).toEqual([]);
  proxy.mend();
  await until(async () => (await bus.effects()).length === 2, { what: 'the effect after the outage' });
  await proxy.close();
});

test('a handler that never ends counts as failed, and holds up neither its key nor the others', async () => {
  await joinGroup({
    db: bus.db,
    transport,
    retry: { ...retry, maxTries: 2, tryTimeoutMs: 50 },
    before: (event) => (event.id === 'a@1' ? new Promise<void>(() => {}) : undefined),
  });
  await core.tell('a', 1, 2);
  await until(async () => (await bus.effects()).length === 1, { what: 'the next version' });
  expect(await bus.effects()).toEqual(['webhooks a@2']);
  expect((await deadLetters()).map((letter) => letter['error_code'])).toEqual(['HandlerTimeoutError']);
});
