import { sql } from '@sixpence/postgres';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { devChain, startFacesCore } from './faces-core.js';
import type { FacesCore, Problem } from './faces-core.js';

let core: FacesCore;
let another: string;
let key: string;
let storeId: string;

beforeAll(async () => {
  core = await startFacesCore({ chains: [devChain, 'eip155:1'] });
  another = await core.another();
  storeId = (await core.store('Shop', [devChain, 'eip155:1'])).id;
  key = (await core.key(storeId)).secret;
});
afterAll(() => core.close());

const body = { amount: '25.00', currency: 'USD', orderId: 'A' };
const create = <Body = { id: string }>(
  idempotencyKey: string,
  sent: object = body,
  given: { url?: string; key?: string } = {},
) =>
  core.ask<Body>('POST', `${given.url ?? core.url}/v1/invoices`, {
    key: given.key ?? key,
    headers: { 'idempotency-key': idempotencyKey },
    body: sent,
  });
const differences = async (work: () => Promise<unknown>) => {
  const before = await core.written();
  await work();
  const after = await core.written();
  return {
    invoices: after.invoices - before.invoices,
    events: after.events - before.events,
    keys: after.keys - before.keys,
  };
};

test('the same request again gets the same answer, letter for letter, and makes nothing', async () => {
  const first = await create('same');
  expect(first.status).toBe(201);
  const repeat = () => create('same', { orderId: 'A', currency: 'USD', amount: '25.00' }, { url: another });
  let second = first;
  expect(await differences(async () => (second = await repeat()))).toEqual({
    invoices: 0,
    events: 0,
    keys: 0,
  });
  expect(second.status).toBe(201);
  expect(second.text).toBe(first.text);
  expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
});

test('what is replayed is the answer as it was, whatever has happened to the invoice since', async () => {
  const first = await create('later');
  await core.ask('POST', `/v1/invoices/${first.body.id}/cancel`, { key });
  expect((await create('later')).text).toBe(first.text);
});

test('the same key with another body is refused', async () => {
  await create('other');
  const written = await differences(async () => {
    for (const url of [core.url, another]) {
      const refused = await create<Problem>('other', { ...body, amount: '26.00' }, { url });
      expect(refused.body).toMatchObject({
        status: 422,
        code: 'idempotency_key_reused',
        field: 'Idempotency-Key',
      });
    }
  });
  expect(written).toEqual({ invoices: 0, events: 0, keys: 0 });
});

test('fifty at once with one key make one invoice, and all get its answer', async () => {
  let answers: Awaited<ReturnType<typeof create>>[] = [];
  const written = await differences(async () => {
    answers = await Promise.all(Array.from({ length: 50 }, () => create('fifty')));
  });
  expect(written).toEqual({ invoices: 1, events: 1, keys: 1 });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
});

test('fifty at once with one key through two processes make one invoice, and all get its answer', async () => {
  let answers: Awaited<ReturnType<typeof create>>[] = [];
  const written = await differences(async () => {
    answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        create('two processes', body, { url: index % 2 === 0 ? core.url : another }),
      ),
    );
  });
  expect(written).toEqual({ invoices: 1, events: 1, keys: 1 });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
});

test('of two bodies at once with one key one is made, and the other is refused', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      create<Problem>('torn', { ...body, orderId: index % 2 === 0 ? 'A' : 'B' }),
    ),
  );
  const byStatus = Map.groupBy(answers, ({ status }) => status);
  expect([...byStatus.keys()].toSorted()).toEqual([201, 422]);
  expect(byStatus.get(201)).toHaveLength(10);
  expect(new Set(byStatus.get(201)?.map(({ text }) => text)).size).toBe(1);
});

test('many keys through two processes at once neither block nor mix', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `mixed ${index}`);
  const ask = (url: string) => (name: string) => create(name, { ...body, orderId: name }, { url });
  const [here, there] = await Promise.all([
    Promise.all(keys.map(ask(core.url))),
    Promise.all(keys.toReversed().map(ask(another))),
  ]);
  expect(there.toReversed().map(({ text }) => text)).toEqual(here.map(({ text }) => text));
  expect(here.map(({ body: made }) => (made as { orderId?: string }).orderId)).toEqual(keys);
});

test('a key counts for its store and its mode alone', async () => {
  const live = (await core.key(storeId, { livemode: true })).secret;
  const other = (await core.key((await core.store('Other')).id)).secret;
  const ids = await Promise.all(
    [key, live, other].map(async (secret) => (await create('scoped', body, { key: secret })).body.id),
  );
  expect(new Set(ids).size).toBe(3);
});

test('two keys of one store share what they have asked for', async () => {
  const second = (await core.key(storeId)).secret;
  expect((await create('shared', body, { key: second })).text).toBe((await create('shared')).text);
});

test('a refused request uses no key up', async () => {
  const written = await differences(async () => {
    expect((await create('refused', { ...body, amount: '0' })).status).toBe(400);
    expect((await create('refused', { ...body, currency: 'JPY', amount: '100' })).status).toBe(503);
  });
  expect(written).toEqual({ invoices: 0, events: 0, keys: 0 });
  expect((await create('refused')).status).toBe(201);
});

test('what was answered is answered again even when it could not be done any more', async () => {
  const sent = { ...body, currency: 'EUR' };
  const first = await create('no rate', sent);
  expect(first.status).toBe(201);
  await core.db.execute(sql`update rates set quoted_at = now() - interval '1 hour' where currency = 'EUR'`);
  const url = await core.another();
  expect((await create('another key', sent, { url })).status).toBe(503);
  expect((await create('no rate', sent, { url })).text).toBe(first.text);
  const reused = await create<Problem>('no rate', { ...sent, amount: '26.00' }, { url });
  expect(reused.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
});

test('after 24 h a key is new again', async () => {
  const first = await create('day');
  await core.db.execute(
    sql`update idempotency_keys set created_at = now() - interval '23 hours' where key = 'day'`,
  );
  expect((await create('day')).text).toBe(first.text);
  await core.db.execute(
    sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'day'`,
  );
  const second = await create('day', { ...body, amount: '30.00' });
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
  expect((await create('day', { ...body, amount: '30.00' })).text).toBe(second.text);
});

test('answers that are no longer given are swept away', async () => {
  await create('swept');
  await core.db.execute(
    sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'swept'`,
  );
  await core.payments.due('retention.sweep');
  await until(
    async () => (await core.db.query(sql`select from idempotency_keys where key = 'swept'`)).length === 0,
    { what: 'the key to be swept' },
  );
});

test.each(['', 'x'.repeat(256), 'Schlüssel', 'a\tb'])(
  'the idempotency key %j is not usable',
  async (name) => {
    const { body: problem } = await create<Problem>(name);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_idempotency_key', field: 'Idempotency-Key' });
  },
);
