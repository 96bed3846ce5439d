import { sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { until } from '@sixpence/testkit';
import { createMetrics } from '@sixpence/telemetry';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Outbox, createRelay, sweepBus } from '../src/index.js';
import type { NumberedEvent, Relay, RelayTimings } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { databaseProxy } from './database-proxy.js';
import { recordedLog } from './recorded-log.js';
import type { RecordedLog } from './recorded-log.js';
import { storeEvent } from './store-events.js';
import { silent } from './test-group.js';

let bus: BusDatabase;
let log: RecordedLog;
let outbox: Outbox;
const relays: Relay[] = [];

beforeEach(async () => {
  bus = await busDatabase();
  log = recordedLog();
  outbox = new Outbox('core', () => {
    for (const relay of relays) relay.wake();
  });
});
afterEach(async () => {
  log.comeBack();
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await bus.close();
});

function startRelay(timings: Partial<RelayTimings> = {}, db: Database = bus.db): Relay {
  const relay = createRelay({
    service: 'core',
    db,
    transport: log.transport,
    logger: silent,
    timings: { idlePollMs: 50, leaseMs: 600, publishedNoteEveryMs: 20, ...timings },
  });
  relays.push(relay);
  relay.start();
  return relay;
}

/** A relay that dies as a process does: its connections are gone, and nothing is given back. */
async function startMortalRelay(timings: Partial<RelayTimings> = {}): Promise<{ die(): Promise<void> }> {
  const proxy = await databaseProxy(bus.url);
  startRelay(timings, bus.open({ url: proxy.url }));
  return {
    async die() {
      proxy.cut();
      await relays.pop()?.stop();
      await proxy.close();
      // Its leases end, and it is missed.
      await bus.db.execute(sql`update relay_leases set expires_at = '-infinity'`);
      await bus.db.execute(sql`delete from relay_members`);
    },
  };
}

const tell = (key: string, ...versions: number[]) =>
  bus.db.transaction((tx) => outbox.append(tx, ...versions.map((version) => storeEvent(key, version))));
const published = (count: number) =>
  until(async () => log.ids().length === count, {
    what: `${count} published events, not ${log.ids().length}`,
    timeoutMs: 20_000,
  });
const idOf = ({ envelope }: NumberedEvent) => (JSON.parse(envelope) as { id: string }).id;

/** Which event has which number: two numbers of one event or two events of one number would show. */
function numbers(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [partition, events] of log.partitions) {
    for (const event of events) {
      const name = `${partition}#${event.sequence}`;
      expect(found.get(name) ?? idOf(event)).toBe(idOf(event));
      found.set(name, idOf(event));
    }
  }
  expect(new Set(found.values()).size).toBe(found.size);
  return found;
}

/** Without repeats, each partition's numbers go from 1 without a gap, and each first came after the one before it. */
function expectContiguous(): void {
  for (const events of log.partitions.values()) {
    const seen: bigint[] = [];
    for (const { sequence } of events) if (!seen.includes(sequence)) seen.push(sequence);
    expect(seen).toEqual(seen.map((_, place) => BigInt(place + 1)));
  }
}

/** A transaction under way that has its id, and ends when told. */
function openTransaction(work: Parameters<Database['transaction']>[0]) {
  const begun = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const done = bus.db.transaction(async (tx) => {
    await tx.query(sql`select pg_current_xact_id()`);
    await work(tx);
    begun.resolve();
    await mayCommit.promise;
  });
  return { hasBegun: begun.promise, commit: () => (mayCommit.resolve(), done) };
}

const keys = Array.from({ length: 24 }, (_, n) => `k${n}`);

test('each partition’s records are numbered from 1 without a gap, one key in the order of its versions', async () => {
  startRelay();
  for (let version = 1; version <= 5; version += 1) await Promise.all(keys.map((key) => tell(key, version)));
  await published(120);
  expect(numbers().size).toBe(120);
  expectContiguous();
  expect(log.partitions.size).toBeGreaterThan(3);
  for (const key of keys)
    expect(log.ids().filter((id) => id.startsWith(`${key}@`))).toEqual(
      [1, 2, 3, 4, 5].map((n) => `${key}@${n}`),
    );
});

test('what a relay published and had not noted is published again by the next, with the same numbers', async () => {
  const first = await startMortalRelay({ publishedNoteEveryMs: 600_000, leaseMs: 60_000 });
  await tell('noted', 1);
  await until(async () => (await bus.db.query(sql`select from relay_partitions`)).length === 1, {
    what: 'the note',
  });
  await Promise.all(keys.map((key) => tell(key, 1, 2)));
  await published(49);
  const before = numbers();
  await first.die();
  await tell('later', 1);
  startRelay();
  await published(50);
  expect(log.all()).toHaveLength(1 + 2 * 48 + 1);
  for (const [number, id] of before) expect(numbers().get(number)).toBe(id);
  expectContiguous();
});

test('what was numbered and never published keeps its number', async () => {
  log.goAway();
  const first = await startMortalRelay({ stopTimeoutMs: 100 });
  await Promise.all(keys.map((key) => tell(key, 1)));
  await until(
    async () => (await bus.db.query(sql`select unnest(ids) from relay_batches`)).length === keys.length,
    { what: 'the numbers' },
  );
  await first.die();
  log.comeBack();
  await tell('later', 1);
  startRelay();
  await published(25);
  expectContiguous();
  expect(numbers().size).toBe(25);
});

test('relays share the partitions, and what one gives up another takes, each number given once', async () => {
  startRelay();
  await Promise.all(keys.map((key) => tell(key, 1)));
  startRelay();
  const holders = async () =>
    (await bus.db.query(sql`select distinct holder from relay_leases where expires_at > now()`)).length;
  await until(async () => (await holders()) === 2, { what: 'two relays at work', timeoutMs: 20_000 });
  await Promise.all(keys.map((key) => tell(key, 2)));
  await published(48);
  await relays.shift()?.stop();
  await Promise.all(keys.map((key) => tell(key, 3)));
  await published(72);
  expect(numbers().size).toBe(72);
  expectContiguous();
});

test('a relay whose lease another has taken numbers nothing more', async () => {
  startRelay({ leaseMs: 60_000 });
  await tell('a', 1);
  await published(1);
  // What another relay does when the lease is over.
  await bus.db.execute(
    sql`update relay_leases set token = token + 1, holder = 'another', expires_at = now() + interval '1 hour'`,
  );
  await tell('a', 2);
  await tell('b', 1);
  await until(async () => (await bus.db.query(sql`select from relay_members`)).length === 1, {
    what: 'the relay',
  });
  await bus.db.execute(sql`update relay_leases set expires_at = '-infinity'`);
  await published(3);
  expect(numbers().size).toBe(3);
  expectContiguous();
});

test('a transaction that takes its id first and commits last is not passed over', async () => {
  startRelay();
  const early = openTransaction((tx) => outbox.append(tx, storeEvent('early', 1)));
  await early.hasBegun;
  await tell('late', 1);
  await until(async () => relays[0]?.waitingSinceMs !== undefined, { what: 'the relay to wait' });
  expect(log.ids()).toEqual([]);
  await early.commit();
  await published(2);
  expect(relays[0]?.waitingSinceMs).toBeUndefined();
});

test('a version is numbered after the one it follows, though that stands far beyond, and that only once', async () => {
  const second = openTransaction((tx) => tx.query(sql`select pg_current_xact_id()`));
  await second.hasBegun;
  await tell('a', 1);
  await second.commit();
  const { txid } = await bus.db.one<{ txid: string }>(sql`select txid from outbox`);
  await bus.db.execute(sql`
    insert into outbox (txid, event_id, stream, key, version, partition, type, envelope)
    select (${txid}::text::bigint - 1)::text::xid8, 'a@2', stream, key, 2, partition, 'store.updated',
           jsonb_set(jsonb_set(jsonb_set(envelope, '{sequence}', '2'), '{id}', '"a@2"'), '{type}', '"store.updated"')
      from outbox`);
  // With one row a batch the predecessor stands beyond; the relay dies before it gets there, and the next knows of it.
  const first = await startMortalRelay({ batchSize: 1, idlePollMs: 60_000 });
  await published(2);
  await first.die();
  await bus.db.execute(sql`update relay_cursors set txid = '0', id = 0`);
  await tell('a', 3);
  startRelay({ batchSize: 1 });
  await published(3);
  expect(log.ids()).toEqual(['a@1', 'a@2', 'a@3']);
  expect(numbers().size).toBe(3);
});

test('after a restore what has no number gets one in a new epoch, and the numbers go on', async () => {
  startRelay();
  await Promise.all(keys.map((key) => tell(key, 1)));
  await published(24);
  await relays.splice(0)[0]?.stop();
  const oldEpoch = log.all()[0]?.epoch;
  // The dump had a row that was not told yet. The other cluster's transaction ids are far ahead of this one's.
  await tell('untold', 1);
  await bus.db.execute(sql`update outbox set txid = (txid::text::bigint + 9000000000)::text::xid8`);
  await bus.db.execute(sql`
    update relay_batches set txids = array(select (t::text::bigint + 9000000000)::text::xid8 from unnest(txids) t),
                             upto_txid = (upto_txid::text::bigint + 9000000000)::text::xid8`);
  await bus.db.execute(sql`update relay_cursors set txid = (txid::text::bigint + 9000000000)::text::xid8`);
  await bus.db.execute(sql`update relay_epochs set cluster = 'the old cluster'`);
  // Written here before any relay noticed.
  await tell('early', 1);
  startRelay();
  await published(26);
  await tell('new', 1);
  await published(27);
  expect(numbers().size).toBe(27);
  expectContiguous();
  const again = log.all().filter(({ epoch }) => epoch !== oldEpoch);
  expect(again.map(idOf).toSorted()).toEqual(['early@1', 'new@1', 'untold@1']);
});

test('a day goes when it is old and everything of it is published, with its numbers', async () => {
  await tell('a', 1);
  await bus.db.execute(sql`
    create table outbox_20200101 partition of outbox for values from ('2020-01-01') to ('2020-01-02')`);
  await bus.db.execute(sql`update outbox set day = '2020-01-01'`);
  const relay = startRelay();
  await published(1);
  await bus.db.execute(sql`
    create table relay_batches_20200101 partition of relay_batches for values from ('2020-01-01') to ('2020-01-02')`);
  await bus.db.execute(sql`update relay_batches set day = '2020-01-01'`);
  let gone = 0;
  await until(async () => (gone += (await sweepBus(bus.db)).partitions) === 2, { what: 'both days to go' });
  expect(await bus.db.query(sql`select to_regclass('outbox_20200101') as there`)).toEqual([{ there: null }]);
  await relay.stop();
  await tell('a', 2);
  startRelay();
  await published(2);
  expect(log.all().map(({ sequence }) => sequence)).toEqual([1n, 2n]);
});

test('a day with something unpublished stays, however old', async () => {
  await bus.db.execute(sql`
    create table outbox_20200101 partition of outbox for values from ('2020-01-01') to ('2020-01-02')`);
  log.goAway();
  await tell('a', 1);
  await bus.db.execute(sql`update outbox set day = '2020-01-01'`);
  startRelay({ stopTimeoutMs: 100 });
  await until(async () => (await bus.db.query(sql`select from relay_batches`)).length === 1, {
    what: 'the number',
  });
  expect((await sweepBus(bus.db)).partitions).toBe(0);
  log.comeBack();
  await until(async () => (await sweepBus(bus.db)).partitions === 1, { what: 'the day to go' });
});

test('how far the relay is behind, and what it waits for, is measured', async () => {
  const metrics = createMetrics('core');
  log.goAway();
  relays.push(
    createRelay({
      service: 'core',
      db: bus.db,
      transport: log.transport,
      logger: silent,
      metrics,
      timings: { idlePollMs: 50, leaseMs: 600, publishedNoteEveryMs: 20, stopTimeoutMs: 100 },
    }),
  );
  relays[0]?.start();
  const sums = async (name: string) =>
    (await metrics.expose()).text
      .split('\n')
      .filter((line) => line.startsWith(name))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  await Promise.all(keys.map((key) => tell(key, 1)));
  await until(async () => (await sums('sixpence_outbox_events{')) === 24, { what: 'the depth' });
  expect(await sums('sixpence_outbox_age_seconds{')).toBeGreaterThan(0);
  log.comeBack();
  await until(async () => (await sums('sixpence_outbox_events{')) === 0, { what: 'nothing left' });
  const open = openTransaction((tx) => outbox.append(tx, storeEvent('open', 1)));
  await open.hasBegun;
  await tell('behind', 1);
  await until(async () => (await sums('sixpence_outbox_transaction_seconds')) > 0, {
    what: 'the transaction',
  });
  await open.commit();
  await until(async () => (await sums('sixpence_outbox_transaction_seconds')) === 0, { what: 'its end' });
});
