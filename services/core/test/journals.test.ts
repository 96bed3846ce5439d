import { journal } from '@sixpence/schemas';
import type { Journal } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFacesCore } from './faces-core.js';
import type { FacesCore, Problem } from './faces-core.js';

let core: FacesCore;
let secret: string;
let storeId: string;

beforeAll(async () => {
  core = await startFacesCore();
  storeId = (await core.store()).id;
  secret = (await core.key(storeId)).secret;
});

afterAll(async () => {
  await core.close();
});

const createInvoice = async () =>
  (await core.ask('POST', '/v1/invoices', { key: secret, body: { amount: '25.00', currency: 'USD' } })).body;

const listOf = (invoiceId: string, key = secret) =>
  core.ask<{ data: Journal[]; nextCursor: null }>('GET', `/v1/journals?invoice=${invoiceId}`, { key });

test('the journals of a settled invoice are listed in order, with accounts by name and decimal amounts', async () => {
  const invoice = await createInvoice();
  expect((await listOf(invoice.id)).body).toEqual({ object: 'list', data: [], nextCursor: null });
  const payment = await core.payments.confirm(await core.payments.detect(invoice, { symbol: 'ETH' }));
  const { data } = await until(
    async () => {
      const { body } = await listOf(invoice.id);
      return body.data.length === 2 && body;
    },
    { what: 'two journals' },
  );
  for (const each of data) expect(journal.parse(each)).toEqual(each);
  const [credit, settlement] = data;
  expect(credit).toMatchObject({
    type: 'payment.credit',
    paymentId: payment.id,
    invoiceId: invoice.id,
    storeId,
  });
  expect(credit?.postings).toEqual([
    { account: `stores/${storeId}/deposits`, asset: payment.asset, amount: payment.amount },
    { account: `stores/${storeId}/customer-funds`, asset: payment.asset, amount: `-${payment.amount}` },
  ]);
  expect(credit?.valuation).toMatchObject({ amount: '25.00', currency: 'USD', rate: '3000' });
  expect(settlement).toMatchObject({ type: 'invoice.settlement', paymentId: null });
  expect(settlement?.postings.map(({ account }) => account)).toEqual([
    `stores/${storeId}/customer-funds`,
    `stores/${storeId}/sales`,
  ]);
});

test("another store's, the other mode's and a missing invoice's journals are not found", async () => {
  const invoice = await createInvoice();
  const foreign = (await core.key((await core.store('Other')).id)).secret;
  const live = (await core.key(storeId, { livemode: true })).secret;
  for (const [id, key] of [
    [invoice.id, foreign],
    [invoice.id, live],
    ['inv_none', secret],
  ] as const) {
    const { status, body } = await core.ask<Problem>('GET', `/v1/journals?invoice=${id}`, { key });
    expect([status, body.code]).toEqual([404, 'invoice_not_found']);
  }
});

test('a key without the scope ledger:read reads no journals', async () => {
  const invoice = await createInvoice();
  const { secret: narrow } = await core.key(storeId, { scopes: ['invoices:read'] });
  const { status, body } = await core.ask<Problem>('GET', `/v1/journals?invoice=${invoice.id}`, {
    key: narrow,
  });
  expect([status, body.code]).toEqual([403, 'forbidden']);
});

test('the invoice must be named, and nothing else', async () => {
  for (const query of ['', '?invoice=', '?invoice=inv_1&limit=5']) {
    const { status, body } = await core.ask<Problem>('GET', `/v1/journals${query}`, { key: secret });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  }
});
