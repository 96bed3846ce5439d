import { sql } from '@sixpence/postgres';
import { createStore, invoiceCreated, rate as rateSchema, updateStore } from '@sixpence/schemas';
import type { BusEvent, CheckoutInvoice, Invoice, Rate } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { devChain, startFacesCore, treasury } from './faces-core.js';
import type { FacesCore, Problem } from './faces-core.js';

const ethereum = 'eip155:1';

let core: FacesCore;
let key: string;

beforeAll(async () => {
  core = await startFacesCore({ chains: [ethereum, devChain] });
  key = (await core.key((await core.store('Shop', [ethereum, devChain])).id)).secret;
});
afterAll(() => core.close());

const create = (body: object) =>
  core.ask('POST', '/v1/invoices', { key, body: { amount: '25.00', ...body } });
const rates = (query: string, secret = key) =>
  core.ask<{ object: string; data: Rate[]; nextCursor: null } & Problem>('GET', `/v1/rates${query}`, {
    key: secret,
  });

test('an invoice keeps each rate with its sources and their times, wherever it is told of', async () => {
  const { body } = await create({ currency: 'USD' });
  const origin = {
    rate: '3000',
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    sources: [
      { source: 'one', rate: '3000', at: expect.stringMatching(/^\d{4}-.*Z$/) },
      { source: 'two', rate: '3000', at: expect.stringMatching(/^\d{4}-.*Z$/) },
    ],
  };
  expect(body.paymentMethods[0]).toMatchObject({ symbol: 'ETH', rate: '3000', rateOrigin: origin });
  const { body: read } = await core.ask('GET', `/v1/invoices/${body.id}`, { key });
  expect(read.paymentMethods).toEqual(body.paymentMethods);
  const { envelope } = await core.db.one<{ envelope: BusEvent<{ object: Invoice }> }>(
    sql`select envelope from outbox where key = ${body.id} and type = ${invoiceCreated.type}`,
  );
  expect(envelope.data.object.paymentMethods).toEqual(body.paymentMethods);
});

test('the payer is not shown what a rate comes from', async () => {
  const { body } = await create({ currency: 'USD' });
  const { body: checkout } = await core.ask<CheckoutInvoice>('GET', `/v1/checkout/${body.id}`);
  expect(checkout.paymentMethods[0]).toMatchObject({ rate: '3000' });
  expect(JSON.stringify(checkout)).not.toContain('rigin');
});

test('the rates of all coins of the store are told, with what each comes from', async () => {
  const { status, body } = await rates('?currency=EUR');
  expect(status).toBe(200);
  expect(body).toMatchObject({ object: 'list', nextCursor: null });
  for (const one of body.data) expect(rateSchema.parse(one)).toEqual(one);
  expect(body.data).toEqual([
    {
      object: 'rate',
      symbol: 'ETH',
      currency: 'EUR',
      assets: [`${devChain}/slip44:60`],
      rate: null,
      fault: 'unknown',
      origin: null,
    },
    expect.objectContaining({ symbol: 'USDC', rate: '0.87', fault: null }),
  ]);
  expect(body.data[1]?.origin?.sources.map(({ source }) => source)).toEqual(['one', 'two']);
});

test('rates are asked for with a key that may, in a currency that exists', async () => {
  const other = await core.key((await core.store()).id, { scopes: ['ledger:read'] });
  expect((await rates('?currency=USD', other.secret)).status).toBe(403);
  expect((await rates('?currency=USD', 'sk_test_none')).status).toBe(401);
  expect((await rates('?currency=XXX')).body).toMatchObject({ code: 'unknown_currency', field: 'currency' });
  expect((await rates('')).body).toMatchObject({ status: 400, field: 'currency' });
});

test('a markup raises what is due, is told with the rate, and stays with the invoice', async () => {
  const store = await core.store('Marked', [devChain]);
  expect(store.markupPercent).toBe('0');
  const { secret } = await core.key(store.id);
  const updated = await core.bus.request(updateStore, { storeId: store.id, markupPercent: '1.50' });
  expect(updated).toMatchObject({ id: store.id, markupPercent: '1.5', version: 2 });
  const { body } = await core.ask('POST', '/v1/invoices', {
    key: secret,
    body: { amount: '25.00', currency: 'USD' },
  });
  // 25 × 1.015 = 25.375 dollars of each coin; what is rounded is rounded up, to the coin's payDecimals.
  expect(body.paymentMethods.map(({ symbol, amount, rate }) => [symbol, amount, rate])).toEqual([
    ['ETH', '0.00845834', '2955.665024630541'],
    ['USDC', '25.375001', '0.985221674876'],
  ]);
  expect(body.paymentMethods[0]?.rateOrigin).toMatchObject({ rate: '3000', markupPercent: '1.5' });
  expect((await rates('?currency=USD', secret)).body.data[0]).toMatchObject({
    rate: '2955.665024630541',
    origin: { rate: '3000', markupPercent: '1.5' },
  });
});

test('a markup is of its store alone, and a new one is known within five seconds', async () => {
  const store = await core.bus.request(createStore, {
    name: 'Marked',
    wallets: [{ chain: devChain, treasury }],
    markupPercent: '10',
  });
  expect(store).toMatchObject({ markupPercent: '10', version: 1 });
  const { secret } = await core.key(store.id);
  const ether = async (asking: string) => (await rates('?currency=USD', asking)).body.data[0]?.rate;
  expect(await ether(secret)).toBe('2727.272727272727');
  expect(await ether(key)).toBe('3000');
  await core.bus.request(updateStore, { storeId: store.id, markupPercent: '0' });
  await until(async () => (await ether(secret)) === '3000', { what: 'the markup to be gone' });
});

test('the same markup again is no change and tells nobody, nor does a repeated request undo a later one', async () => {
  const { id } = await core.store('Marked', [devChain]);
  const set = (storeId: string, markupPercent: string, idempotencyKey?: string) =>
    core.bus.request(updateStore, { storeId, markupPercent }, { idempotencyKey });
  expect(await set(id, '2', 'first')).toMatchObject({ markupPercent: '2', version: 2 });
  expect(await set(id, '2.0')).toMatchObject({ version: 2 });
  expect(await set(id, '3')).toMatchObject({ version: 3 });
  expect(await set(id, '2', 'first')).toMatchObject({ markupPercent: '2', version: 2 });
  expect(await core.bus.request(updateStore, { storeId: id })).toMatchObject({
    markupPercent: '3',
    version: 3,
  });
  const told = await core.db.query<{ type: string }>(
    sql`select type from outbox where key = ${id} order by version`,
  );
  expect(told.map(({ type }) => type)).toEqual(['store.created', 'store.updated', 'store.updated']);
  const other = await core.store('Other', [devChain]);
  expect(await set(other.id, '2', 'first')).toMatchObject({ id: other.id, version: 2 });
  await expect(set('sto_none', '2')).rejects.toMatchObject({ code: 'store_not_found' });
});

test('once the rates of a pair are too old no invoice is made in it, and the refusal says why', async () => {
  expect((await create({ currency: 'EUR' })).status).toBe(201);
  const before = await core.written();
  await core.db.execute(
    sql`update rates set quoted_at = now() - interval '10 minutes' where symbol = 'USDC' and currency = 'EUR'`,
  );
  const refused = await until(
    async () => {
      const answer = await core.ask<Problem & { detail: string }>('POST', '/v1/invoices', {
        key,
        body: { amount: '25.00', currency: 'EUR' },
      });
      return answer.status !== 201 && answer;
    },
    { what: 'the rate to be too old', timeoutMs: 40_000 },
  );
  expect(refused.body).toMatchObject({ status: 503, code: 'rate_unavailable' });
  expect(refused.body.detail).toContain('ETH (unknown), USDC (stale)');
  const after = await core.written();
  expect(after.events - before.events).toBe(after.invoices - before.invoices);
  expect((await rates('?currency=EUR')).body.data.map(({ fault }) => fault)).toEqual(['unknown', 'stale']);
}, 60_000);
