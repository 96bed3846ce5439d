import { sql } from '@sixpence/postgres';
import { invoiceCreated, rate as rateSchema } from '@sixpence/schemas';
import type { BusEvent, CheckoutInvoice, Invoice, Rate } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { devChain, startFacesCore } from './faces-core.js';
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
