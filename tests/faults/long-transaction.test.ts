import { openDatabase, sql } from '@sixpence/postgres';
import { expect, test } from 'vitest';
import type { LedgerBus } from './ledger-bus.js';
import { onBroker } from './on-brokers.js';
import { paced } from './paced.js';

/** Ten minutes are for a release: LONG_TRANSACTION_SECONDS=600. */
const lastsMs = Number(process.env['LONG_TRANSACTION_SECONDS'] ?? 20) * 1_000;
const EVENTS_PER_SECOND = 400;
const SETTLED_WITHIN_MS = 120_000;

/** From commit to effect, of the events told in a tenth of the time: the first or the last. */
async function delays(bus: LedgerBus, which: 'first' | 'last') {
  const order = which === 'first' ? sql`asc` : sql`desc`;
  return bus.booking.one<{ median: number; p99: number }>(sql`
    select round(percentile_cont(0.5) within group (order by ms))::integer as median,
           round(percentile_cont(0.99) within group (order by ms))::integer as p99
      from (
        select extract(epoch from e.at - o.created_at) * 1000 as ms
          from webhooks.effects e join core.outbox o on o.event_id = e.event_id
         order by o.created_at ${order} limit ${Math.ceil((EVENTS_PER_SECOND * lastsMs) / 10_000)}) as told`);
}

/** A reader that holds its view of the database, as a dump or a report does. */
async function holdView(url: string): Promise<{ release(): Promise<void> }> {
  const db = openDatabase({
    url,
    schema: 'core',
    poolSize: 1,
    applicationName: 'report',
    idleInTransactionTimeoutMs: 2 * lastsMs + SETTLED_WITHIN_MS,
  });
  const begun = Promise.withResolvers<void>();
  const may = Promise.withResolvers<void>();
  const done = db.transaction(async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    await tx.query(sql`select count(*) from outbox`);
    begun.resolve();
    await may.promise;
  });
  await Promise.race([begun.promise, done]);
  return {
    async release() {
      may.resolve();
      await done;
      await db.close();
    },
  };
}

await onBroker('a read-only transaction that stays open', (bench) => {
  test(
    'holds up nothing: what is told meanwhile is published and has its effect, and no dead row is left in the outbox',
    async () => {
      const { bus } = bench;
      await bus.startTeller();
      await bus.startBooker('a');
      await bus.tell('warm');
      await bus.expectOnce();
      const view = await holdView(bus.databaseUrl);
      const load = bus.load(EVENTS_PER_SECOND);
      for await (const _second of paced(1_000, { lastsMs })) expect(bus.output()).not.toContain('"level":50');
      await load.stop();
      await bus.expectOnce();
      const dead = await bus.telling.one<{ rows: number }>(sql`
        select coalesce(sum(n_dead_tup), 0)::integer as rows from pg_stat_user_tables
         where schemaname = 'core' and (relname like 'outbox%' or relname like 'relay_batches%')`);
      expect(dead.rows).toBe(0);
      await view.release();
      const [first, last] = [await delays(bus, 'first'), await delays(bus, 'last')];
      process.stdout.write(
        `from commit to effect, ms: median ${first.median}, p99 ${first.p99} in the first tenth; ` +
          `median ${last.median}, p99 ${last.p99} in the last\n`,
      );
    },
    lastsMs + 2 * SETTLED_WITHIN_MS,
  );
});
