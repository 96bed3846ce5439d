import type { Database } from '@sixpence/postgres';
import { sql } from '@sixpence/postgres';
import { storeEvent, until } from '@sixpence/testkit';
import { test } from 'vitest';
import { onBroker } from './on-brokers.js';

const LOOKS = 20;

type Work = Parameters<Database['transaction']>[0];

/** A transaction under way that has its id, and goes on when told. */
async function openTransaction(db: Database, first: Work, then: Work = () => Promise.resolve()) {
  const begun = Promise.withResolvers<void>();
  const may = Promise.withResolvers<void>();
  const done = db.transaction(async (tx) => {
    await tx.query(sql`select pg_current_xact_id()`);
    await first(tx);
    begun.resolve();
    await may.promise;
    await then(tx);
  });
  await Promise.race([begun.promise, done]);
  return { commit: () => (may.resolve(), done) };
}

/** Resolves when the outbox was read some more times: whoever would skip a row has done so by then. */
async function lookedAgain(db: Database): Promise<void> {
  const looks = async (): Promise<number> => {
    const { scans } = await db.one<{ scans: string }>(sql`
      select sum(seq_scan + coalesce(idx_scan, 0)) as scans
        from pg_stat_user_tables where schemaname = 'core' and relname like 'outbox%'`);
    return Number(scans);
  };
  const before = await looks();
  await until(async () => (await looks()) >= before + LOOKS, {
    timeoutMs: 30_000,
    what: 'the relay to look',
  });
}

await onBroker('a transaction that began early and commits late', (bench) => {
  test('is not skipped, whatever was committed and looked for meanwhile', async () => {
    const { bus } = bench;
    await bus.startTeller();
    await bus.startBooker('a');
    const early = await openTransaction(bus.telling, (tx) => bus.outbox.append(tx, storeEvent('early', 1)));
    const load = bus.load(100);
    await lookedAgain(bus.telling);
    await early.commit();
    bus.told('early', 1);
    await load.stop();
    await bus.expectOnce();
  });

  test('and took its id first is told after the version that it follows', async () => {
    const { bus } = bench;
    await bus.startTeller();
    await bus.startBooker('a');
    const open = await Promise.all(
      ['x', 'y', 'z'].map((key) =>
        openTransaction(
          bus.telling,
          (tx) => tx.query(sql`select pg_current_xact_id()`).then(() => {}),
          (tx) => bus.outbox.append(tx, storeEvent(key, 2), storeEvent(key, 3)),
        ),
      ),
    );
    await bus.tell('x', 'y', 'z');
    const load = bus.load(100);
    await lookedAgain(bus.telling);
    for (const { commit } of open) await commit();
    for (const key of ['x', 'y', 'z']) bus.told(key, 3);
    await bus.tell('x', 'y', 'z');
    await load.stop();
    await bus.expectOnce();
  });
});
