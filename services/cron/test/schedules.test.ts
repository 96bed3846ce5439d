import { openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { testDatabase, testTransport, until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCronApp, migrateCron } from '../src/index.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
const running: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  database = await testDatabase();
  await migrateCron({ url: database.url });
  db = openDatabase({ url: database.url, schema: 'cron', poolSize: 2, applicationName: 'test' });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
  await db.close();
  await database.close();
});

async function startCron() {
  const transport = await testTransport();
  const app = await createCronApp({
    databaseUrl: database.url,
    databasePoolSize: 4,
    host: '127.0.0.1',
    port: 0,
    transport,
  });
  const cron = {
    async close() {
      await app.close();
      await transport.close();
    },
  };
  running.push(cron);
  return cron;
}

const due = (name: string) =>
  db.query<{ version: number; envelope: { sequence: number; data: unknown } }>(
    sql`select version, envelope from outbox where key = ${name} order by version`,
  );

const seen = (name: string, atLeast: number) =>
  until(async () => ((await due(name)).length >= atLeast ? await due(name) : undefined), {
    timeoutMs: 10_000,
    what: `${atLeast} events of ${name}`,
  });

test('every schedule is due at the first start, once', async () => {
  await startCron();
  for (const name of ['invoices.expire', 'rates.refresh', 'retention.sweep']) {
    const [first] = await seen(name, 1);
    expect(first).toMatchObject({ version: 1, envelope: { sequence: 1, data: { schedule: name } } });
  }
  expect(await due('rates.refresh')).toHaveLength(1);
});

test('however many moments were missed, a schedule is due once', async () => {
  await startCron();
  await seen('retention.sweep', 1);
  await db.execute(
    sql`update schedules set next_at = now() - interval '1 day' where name = 'retention.sweep'`,
  );
  await seen('retention.sweep', 2);
  const { next } = await db.one<{ next: boolean }>(
    sql`select next_at > now() + interval '50 minutes' as next from schedules where name = 'retention.sweep'`,
  );
  expect(next).toBe(true);
  expect(await due('retention.sweep')).toHaveLength(2);
});

test('of two processes one runs the schedules, and the other takes over when it leaves', async () => {
  const first = await startCron();
  await seen('rates.refresh', 1);
  const holderOf = async () =>
    (await db.maybe<{ holder: string }>(sql`select holder from runner_lease`))?.holder;
  const holder = await holderOf();
  await startCron();
  await db.execute(sql`update schedules set next_at = now() where name = 'rates.refresh'`);
  await seen('rates.refresh', 2);
  expect(await holderOf()).toBe(holder);

  running.splice(running.indexOf(first), 1);
  await first.close();
  await db.execute(sql`update schedules set next_at = now() where name = 'rates.refresh'`);
  await seen('rates.refresh', 3);
  expect(await holderOf()).not.toBe(holder);
});

test('a holder that died is followed when its lease lapses', async () => {
  await db.execute(
    sql`insert into runner_lease (holder, until) values ('dead', now() + interval '1 second')`,
  );
  await startCron();
  await seen('invoices.expire', 1);
  expect((await db.one<{ holder: string }>(sql`select holder from runner_lease`)).holder).not.toBe('dead');
});
