import { createInProcessTransport, Outbox } from '@sixpence/event-bus';
import type { Transport } from '@sixpence/event-bus';
import { openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { deadLetterChanged, newId, scheduleDue } from '@sixpence/schemas';
import type { DeadLetter, DeadLetterSummary } from '@sixpence/schemas';
import { testDatabase, until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parkingService } from './parking-service.js';
import { adminToken, startAdmin } from './start-admin.js';

const timeoutMs = 20_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let transport: Transport;
let admin: Awaited<ReturnType<typeof startAdmin>>;
let db: Database;
let core: Awaited<ReturnType<typeof parkingService>>;
let webhooks: Awaited<ReturnType<typeof parkingService>>;

interface Page {
  readonly data: DeadLetterSummary[];
  readonly nextCursor: string | null;
}

async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: T; requestId: string }> {
  const response = await fetch(`${admin.url}/v1/dead-letters${path}`, {
    method,
    headers: {
      authorization: `Bearer ${adminToken}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const requestId = response.headers.get('x-request-id') ?? '';
  return { status: response.status, json: (await response.json()) as T, requestId };
}

const list = async (query = ''): Promise<Page> => (await ask<Page>('GET', query)).json;
const audited = (subject: string) =>
  db.query<{ action: string; outcome: string }>(
    sql`select action, outcome from audit_entries where subject = ${subject} order by id`,
  );

/** Has services fail at a new store each; gives the letters, the oldest first, once admin knows of all. */
async function park(...services: (typeof core)[]): Promise<DeadLetterSummary[]> {
  const letters: DeadLetterSummary[] = [];
  for (const service of services) {
    const store = await service.tellStore();
    const name = service === core ? 'core' : 'webhooks';
    letters.push(
      await until(
        async () => (await list(`?service=${name}&limit=100`)).data.find(({ key }) => key === store),
        { what: 'the letter to be known', timeoutMs },
      ),
    );
  }
  return letters;
}

beforeAll(async () => {
  database = await testDatabase();
  transport = createInProcessTransport();
  admin = await startAdmin(database.url, transport);
  db = openDatabase({ url: database.url, schema: 'admin', poolSize: 2, applicationName: 'test' });
  core = await parkingService(database.url, transport, 'core');
  webhooks = await parkingService(database.url, transport, 'webhooks', core);
});

afterAll(async () => {
  await webhooks?.close();
  await core?.close();
  await db?.close();
  await admin?.close();
  await database?.close();
});

test('what is parked is listed without its event and shown with it', async () => {
  const [letter] = await park(core);
  expect(letter).toMatchObject({
    object: 'dead_letter',
    group: 'core',
    status: 'parked',
    eventType: 'store.created',
    attempts: 2,
    error: { code: 'unknown_chain' },
    origin: { source: '/sixpence/core', topic: null, partition: null, offset: null },
  });
  expect(letter).not.toHaveProperty('event');
  const { status, json } = await ask<DeadLetter>('GET', `/${letter!.id}`);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    ...letter,
    dataOmitted: false,
    event: { type: 'store.created', data: { object: { id: letter!.key } } },
  });
});

test('the list is filtered by service, status and type, and paged, the newest first', async () => {
  const parked = await park(core, webhooks, core);
  const ids = parked.map(({ id }) => id).toReversed();
  const first = await list('?limit=2');
  expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  const second = await list(`?limit=1&cursor=${first.nextCursor}`);
  expect(second.data.map(({ id }) => id)).toEqual(ids.slice(2));
  expect((await list('?service=webhooks')).data.map(({ id }) => id)).toEqual([parked[1]!.id]);
  expect((await list('?service=webhooks')).nextCursor).toBeNull();
  expect((await list('?service=payments')).data).toEqual([]);
  expect((await list('?status=discarded')).data).toEqual([]);
  expect((await list('?type=store.updated')).data).toEqual([]);
  expect((await list('?type=store.created&service=webhooks')).data).toHaveLength(1);
});

test('a replay has the effect once, is seen at once, and is audited each time it is asked for', async () => {
  const [letter] = await park(core);
  core.failing.delete(letter!.key);
  const first = await ask<DeadLetterSummary>('POST', `/${letter!.id}/replay`);
  expect(first.status).toBe(200);
  expect(first.json).toMatchObject({ id: letter!.id, status: 'replayed', attempts: 3, version: 2 });
  expect((await ask<DeadLetter>('GET', `/${letter!.id}`)).json).toMatchObject(first.json);
  expect((await ask('POST', `/${letter!.id}/replay`)).json).toEqual(first.json);
  expect((await core.handled()).filter((key) => key === letter!.key)).toHaveLength(1);
  const discarding = await ask('POST', `/${letter!.id}/discard`);
  expect([discarding.status, discarding.json]).toMatchObject([409, { code: 'dead_letter_resolved' }]);
  expect(await audited(letter!.id)).toEqual([
    { action: 'replay-dead-letter', outcome: 'done' },
    { action: 'replay-dead-letter', outcome: 'done' },
    { action: 'discard-dead-letter', outcome: 'dead_letter_resolved' },
  ]);
});

test('a replay that fails again says with what, and is audited as refused', async () => {
  const [letter] = await park(webhooks);
  const { status, json } = await ask('POST', `/${letter!.id}/replay`);
  expect([status, json]).toMatchObject([
    409,
    { code: 'dead_letter_failed_again', detail: 'The event failed again with unknown_chain' },
  ]);
  const known = await until(
    async () => {
      const { json: now } = await ask<DeadLetter>('GET', `/${letter!.id}`);
      return now.version === 2 ? now : undefined;
    },
    { what: 'the failure to be known', timeoutMs },
  );
  expect(known).toMatchObject({ status: 'parked', attempts: 3, resolvedAt: null });
  expect(await audited(letter!.id)).toEqual([
    { action: 'replay-dead-letter', outcome: 'dead_letter_failed_again' },
  ]);
});

test('what is discarded is gone from the list and cannot be replayed', async () => {
  const [letter] = await park(core);
  const { status, json } = await ask('POST', `/${letter!.id}/discard`, undefined, {
    'idempotency-key': 'once',
  });
  expect([status, json]).toMatchObject([200, { id: letter!.id, status: 'discarded' }]);
  expect((await list('?limit=100')).data.map(({ id }) => id)).not.toContain(letter!.id);
  expect((await list('?status=discarded')).data.map(({ id }) => id)).toContain(letter!.id);
  const replaying = await ask('POST', `/${letter!.id}/replay`);
  expect([replaying.status, replaying.json]).toMatchObject([409, { code: 'dead_letter_resolved' }]);
  expect(await audited(letter!.id)).toEqual([
    { action: 'discard-dead-letter', outcome: 'done' },
    { action: 'replay-dead-letter', outcome: 'dead_letter_resolved' },
  ]);
});

test('all that is parked is replayed in one call, the oldest first, and each letter is audited', async () => {
  const letters = await park(core, core, webhooks, core);
  const [first, failing, ofWebhooks, last] = letters.map(({ key }) => key);
  for (const service of [core, webhooks]) service.failing.clear();
  core.failing.add(failing!);
  const before = (await core.handled()).length;
  const { status, json, requestId } = await ask('POST', '/replay', {
    service: 'core',
    type: 'store.created',
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({ object: 'replayed_dead_letters', failed: 1, remaining: 0 });
  const handled = (await core.handled()).slice(before);
  expect(handled.slice(-2)).toEqual([first, last]);
  expect((json as { replayed: number }).replayed).toBe(handled.length);
  expect(await webhooks.handled()).not.toContain(ofWebhooks);
  expect(await audited('service=core&type=store.created')).toEqual([
    { action: 'replay-dead-letters', outcome: 'done' },
  ]);
  expect(await audited(letters[1]!.id)).toEqual([
    { action: 'replay-dead-letter', outcome: 'dead_letter_failed_again' },
  ]);
  const entries = await db.query(sql`select 1 from audit_entries where request_id = ${requestId}`);
  expect(entries).toHaveLength(1 + 1 + handled.length);

  core.failing.clear();
  expect((await ask('POST', '/replay', {})).json).toMatchObject({ failed: 0, remaining: 0 });
  expect(await webhooks.handled()).toContain(ofWebhooks);
  expect((await list()).data).toEqual([]);
  expect((await ask('POST', '/replay', {})).json).toMatchObject({ replayed: 0, failed: 0, remaining: 0 });
});

test('an operator without the token is refused', async () => {
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/dlq_x'],
    ['POST', '/dlq_x/replay'],
    ['POST', '/dlq_x/discard'],
    ['POST', '/replay'],
  ] as const) {
    const { status, json } = await ask(method, path, path === '/replay' ? {} : undefined, {
      authorization: 'Bearer wrong',
    });
    expect([status, json]).toMatchObject([401, { code: 'unauthenticated' }]);
  }
});

test.each([
  ['GET', '?status=lost', undefined, 400, 'invalid_request'],
  ['GET', '?service=nobody', undefined, 400, 'invalid_request'],
  ['GET', '?type=', undefined, 400, 'invalid_request'],
  ['GET', '?limit=0', undefined, 400, 'invalid_request'],
  ['GET', '?limit=101', undefined, 400, 'invalid_request'],
  ['GET', '?cursor=inv_01jdexzq1w2e3r4t5y6v7b8015', undefined, 400, 'invalid_cursor'],
  ['GET', '?cursor=%00', undefined, 400, 'invalid_cursor'],
  ['GET', '?other=1', undefined, 400, 'invalid_request'],
  ['GET', '?status=parked&status=replayed', undefined, 400, 'invalid_request'],
  ['GET', '/dlq_nowhere', undefined, 404, 'dead_letter_not_found'],
  ['GET', `/${'x'.repeat(61)}`, undefined, 400, 'invalid_request'],
  ['GET', '/dlq%00', undefined, 400, 'invalid_request'],
  ['POST', '/dlq_nowhere/replay', undefined, 404, 'dead_letter_not_found'],
  ['POST', '/dlq_nowhere/discard', undefined, 404, 'dead_letter_not_found'],
  ['POST', '/replay', { service: 'nobody' }, 400, 'invalid_request'],
  ['POST', '/replay', { type: 7 }, 400, 'invalid_request'],
  ['POST', '/replay', { status: 'discarded' }, 400, 'invalid_request'],
  ['POST', '/replay', [], 400, 'invalid_request'],
  ['POST', '/replay', undefined, 400, 'invalid_json'],
])('%s %s %j is a problem', async (method, path, body, status, code) => {
  const answer = await ask<{ code: string }>(method, path, body);
  expect([answer.status, answer.json.code]).toEqual([status, code]);
});

test('an idempotency key that is none is refused, and audited', async () => {
  const id = newId('dlq');
  const { status, json } = await ask('POST', `/${id}/replay`, undefined, {
    'idempotency-key': 'x'.repeat(256),
  });
  expect([status, json]).toMatchObject([400, { code: 'invalid_idempotency_key' }]);
  expect(await audited(id)).toEqual([{ action: 'replay-dead-letter', outcome: 'invalid_idempotency_key' }]);
});

test('admin’s own dead letters are among them', async () => {
  const { json: told } = await ask<DeadLetter>('GET', `/${(await park(core))[0]!.id}`);
  const object = { ...told, id: newId('dlq') };
  await core.db.transaction(async (tx) => {
    await core.outbox.append(tx, {
      definition: deadLetterChanged('core'),
      key: object.id,
      version: 1,
      storeId: null,
      livemode: null,
      data: { object },
    });
    // As a newer release of core would tell it.
    tx.executeLast(
      sql`update outbox set envelope = jsonb_set(envelope, '{dataversion}', '99') where key = ${object.id}`,
    );
  });
  const own = await until(async () => (await list('?service=admin')).data[0], {
    what: 'the letter about the letter',
    timeoutMs,
  });
  expect(own).toMatchObject({ eventType: 'dead-letter.core.changed', error: { code: 'unknown_version' } });
  expect((await ask('POST', `/${own.id}/replay`)).status).toBe(409);
  await db.execute(sql`update dead_letters set event = jsonb_set(event, '{dataversion}', '1')`);
  expect((await ask('POST', `/${own.id}/replay`)).json).toMatchObject({ status: 'replayed' });
  expect((await ask('GET', `/${object.id}`)).json).toEqual(object);
});

test('entries go 30 days after they were resolved; what is parked stays', async () => {
  const [parked] = await park(webhooks);
  await db.execute(sql`
    update dead_letter_entries set resolved_at = resolved_at - interval '31 days' where status = 'discarded'`);
  const outbox = new Outbox('cron', () => {});
  const cron = await parkingService(database.url, transport, 'cron', core);
  await cron.db.transaction((tx) =>
    outbox.append(tx, {
      definition: scheduleDue,
      key: 'retention.sweep',
      version: 1,
      storeId: null,
      livemode: null,
      data: { schedule: 'retention.sweep', dueAt: new Date().toISOString() },
    }),
  );
  await until(async () => (await list('?status=discarded')).data.length === 0, {
    what: 'the old one to go',
    timeoutMs,
  });
  expect((await list('?status=replayed')).data).not.toEqual([]);
  expect((await list()).data.map(({ id }) => id)).toContain(parked!.id);
  await cron.close();
});

test('while the service does not answer, the letters wait', async () => {
  const [letter] = await park(webhooks);
  await webhooks.close();
  const { status, json } = await ask('POST', `/${letter!.id}/discard`);
  expect([status, json]).toMatchObject([503, { code: 'request_timeout' }]);
  expect(await audited(letter!.id)).toEqual([{ action: 'discard-dead-letter', outcome: 'request_timeout' }]);
  const { json: outcome } = await ask('POST', '/replay', { service: 'webhooks' });
  expect(outcome).toMatchObject({ replayed: 0, failed: 0 });
  expect((outcome as { remaining: number }).remaining).toBeGreaterThan(0);
}, 60_000);
