import { sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Outbox, createInProcessTransport, createRelay } from '../src/index.js';
import type { Relay, RelayTimings } from '../src/index.js';
import { databaseProxy } from './database-proxy.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { storeEvent } from './store-events.js';
import { joinGroup, silent } from './test-group.js';

let bus: BusDatabase;
let outbox: Outbox;
const relays: Relay[] = [];

/** One process of core with its relay, and the group in it. */
async function startProcess(timings: Partial<RelayTimings> = {}, db: Database = bus.open()): Promise<void> {
  const transport = createInProcessTransport();
  const relay = createRelay({
    service: 'core',
    db,
    transport,
    logger: silent,
    timings: { idlePollMs: 50, ...timings },
  });
  relays.push(relay);
  relay.start();
  await joinGroup({ db, transport });
}

beforeEach(async () => {
  bus = await busDatabase();
  outbox = new Outbox('core', () => {
    for (const relay of relays) relay.wake();
  });
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await bus.close();
});

const tell = (key: string, version: number) =>
  bus.db.transaction((tx) => outbox.append(tx, storeEvent(key, version)));
const cursor = () =>
  bus.db.one<{ epoch: number; txid: string; id: string }>(
    sql`select epoch, txid, id from relay_cursors where sink = 'in-process/webhooks'`,
  );

/** A transaction under way that has its id, and ends when told. */
function openTransaction(work: Parameters<Database['transaction']>[0]) {
  let commit = (): void => {};
  let began = (): void => {};
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  const hasBegun = new Promise<void>((resolve) => (began = resolve));
  const done = bus.db.transaction(async (tx) => {
    await tx.query(sql`select pg_current_xact_id()`);
    await work(tx);
    began();
    await mayCommit;
  });
  return { hasBegun, commit: () => (commit(), done) };
}

test('a transaction that takes its id first and commits last is not passed over', async () => {
  await startProcess();
  const early = openTransaction((tx) => outbox.append(tx, storeEvent('early', 1)));
  await early.hasBegun;
  await tell('late', 1);
  // The later one is committed and must wait: were it told now, the cursor would stand behind the earlier one.
  await until(async () => (await bus.db.query(sql`select from outbox`)).length === 1, {
    what: 'the later row',
  });
  expect(await bus.effects()).toEqual([]);
  await early.commit();
  await until(async () => (await bus.effects()).length === 2, { what: 'both' });
});

test('a version is told after the one it follows, though its transaction began earlier', async () => {
  const second = openTransaction(async (tx) => {
    await tx.query(sql`select pg_current_xact_id()`);
  });
  await second.hasBegun;
  // Version 1 gets the higher transaction id; version 2 is then written with the lower one, under the aggregate's lock.
  await tell('a', 1);
  await second.commit();
  const lower = await bus.db.one<{ txid: string }>(sql`select txid from outbox`);
  await bus.db.execute(sql`
    insert into outbox (txid, event_id, stream, key, version, partition, type, envelope)
    select (${lower.txid}::text::bigint - 1)::text::xid8, 'a@2', stream, key, 2, partition, 'store.updated',
           jsonb_set(jsonb_set(jsonb_set(envelope, '{sequence}', '2'), '{id}', '"a@2"'), '{type}', '"store.updated"')
      from outbox`);
  // With one row a batch, the predecessor stands beyond the batch.
  await startProcess({ batchSize: 1 });
  await until(async () => (await bus.effects()).length === 2, { what: 'both versions' });
  expect(await bus.effects()).toEqual(['webhooks a@1', 'webhooks a@2']);
});

test('two relays on one outbox tell everything once in effect and never move the cursor back', async () => {
  await startProcess({ batchSize: 3, noteEveryMs: 0 });
  await startProcess({ batchSize: 5, noteEveryMs: 0 });
  const seen: bigint[] = [];
  for (let version = 1; version <= 20; version += 1) {
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => tell(key, version)));
    const row = await bus.db.maybe<{ txid: string }>(sql`select txid from relay_cursors`);
    seen.push(BigInt(row?.txid ?? 0));
  }
  await until(async () => (await bus.effects()).length >= 80, { what: 'all' });
  const effects = await bus.effects();
  expect(new Set(effects).size).toBe(80);
  expect(effects).toHaveLength(80);
  for (const key of ['a', 'b', 'c', 'd']) {
    expect(effects.filter((effect) => effect.startsWith(`webhooks ${key}@`))).toEqual(
      Array.from({ length: 20 }, (_, index) => `webhooks ${key}@${index + 1}`),
    );
  }
  expect(seen).toEqual(seen.toSorted((a, b) => (a < b ? -1 : 1)));
  const last = await bus.db.one<{ txid: string }>(sql`select txid from outbox order by txid desc limit 1`);
  await until(async () => (await cursor()).txid === last.txid, { what: 'the cursor at the end' });
});

test('rows that another process committed are found without being told', async () => {
  await startProcess();
  const elsewhere = new Outbox('core', () => {});
  await bus.open().transaction((tx) => elsewhere.append(tx, storeEvent('a', 1)));
  await until(async () => (await bus.effects()).length === 1, { what: 'the poll' });
});

test('a restored outbox is told again in a new epoch instead of waiting for ever', async () => {
  await tell('a', 1);
  await tell('b', 1);
  await startProcess();
  await until(async () => (await bus.effects()).length === 2, { what: 'before the restore' });
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  // What a logical restore into a new cluster leaves: ids of the old cluster, far ahead of the new one's.
  await bus.db.execute(sql`update outbox set txid = '9000000000'`);
  await bus.db.execute(sql`update relay_cursors set txid = '9000000001'`);
  await bus.db.execute(sql`update relay_epochs set cluster = 'the old cluster'`);
  await tell('c', 1);
  await startProcess();
  await until(async () => (await bus.effects()).length === 3, { what: 'after the restore' });
  expect((await bus.effects()).toSorted()).toEqual(['webhooks a@1', 'webhooks b@1', 'webhooks c@1']);
  await tell('d', 1);
  await until(async () => (await bus.effects()).length === 4, { what: 'the new epoch' });
  await until(async () => (await cursor()).epoch === 2, { what: 'the cursor in the new epoch' });
});

test('a backlog larger than any batch is told whole', async () => {
  for (let chunk = 0; chunk < 5; chunk += 1) {
    await bus.db.transaction((tx) =>
      outbox.append(tx, ...Array.from({ length: 100 }, (_, n) => storeEvent(`k${chunk}-${n}`, 1))),
    );
  }
  await startProcess({ batchSize: 40, maxInHand: 60 });
  await until(async () => (await bus.effects()).length === 500, { what: 'the backlog', timeoutMs: 20_000 });
});

test('a relay goes on by itself when its database comes back', async () => {
  const proxy = await databaseProxy(bus.url);
  await startProcess({ failurePauseMs: 10, failurePauseMaxMs: 50 }, bus.open({ url: proxy.url }));
  await tell('a', 1);
  await until(async () => (await bus.effects()).length === 1, { what: 'the first' });
  proxy.cut();
  await tell('a', 2);
  await tell('b', 1);
  proxy.mend();
  await until(async () => (await bus.effects()).length === 3, { what: 'what was told meanwhile' });
  await proxy.close();
});
