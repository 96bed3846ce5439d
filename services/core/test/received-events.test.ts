import { sql } from '@sixpence/postgres';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteOldReceivedEvents } from '../src/events/received-events.store.js';
import { startRulesCore } from './rules-core.js';
import type { RulesCore } from './rules-core.js';

let core: RulesCore;

beforeAll(async () => {
  core = await startRulesCore();
});

afterAll(async () => {
  await core.close();
});

const write = (id: string, { txid = '', ageDays = 0 } = {}) =>
  core.db.execute(sql`
    insert into received_events (epoch, txid, event_id, store_id, livemode, type, envelope, received_at)
    values ((select max(number) from relay_epochs), coalesce(${txid || null}::xid8, pg_current_xact_id()), ${id}, 'sto_test', false, 'payment.detected', '{}',
            now() - make_interval(days => ${ageDays}))`);

const listed = async () =>
  (
    await core.db.query<{ event_id: string }>(
      sql`select event_id from public_events where store_id = 'sto_test' order by epoch, txid, id`,
    )
  ).map((row) => row.event_id);

/** Transactions of other tests run in the same cluster: what is behind them is listed once they have ended. */
const expectListed = (...ids: string[]) =>
  until(async () => (await listed()).join() === ids.join(), { what: `${ids.join()} to be listed` });

test('events of a restored database, stamped by another cluster, are listed again in their order', async () => {
  await core.db.query(sql`select bus_open_epoch()`);
  await write('evt_1', { txid: '900000000001' });
  await write('evt_2', { txid: '900000000002' });
  expect(await listed()).toEqual([]);
  // The relay notices that they come from elsewhere.
  await core.owner.execute(sql`update relay_epochs set cluster = 'the old cluster'`);
  await core.db.query(sql`select bus_open_epoch()`);
  expect(await listed()).toEqual(['evt_1', 'evt_2']);
});

test('events are kept for seven days', async () => {
  await core.db.execute(sql`delete from received_events`);
  await write('evt_old', { ageDays: 8 });
  await write('evt_kept', { ageDays: 6 });
  await deleteOldReceivedEvents(core.db);
  await expectListed('evt_kept');
});

test('what a running transaction could still come before is not listed yet', async () => {
  await core.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_current_xact_id()`);
    await write('evt_behind');
    expect(await listed()).not.toContain('evt_behind');
  });
  await expectListed('evt_kept', 'evt_behind');
});
