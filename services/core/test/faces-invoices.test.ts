import { depositSalt, networkOf } from '@sixpence/chains';
import { sql } from '@sixpence/postgres';
import { chainStatuses, invoice as invoiceSchema } from '@sixpence/schemas';
import type { BusEvent, ChainStatus, Invoice } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { encodeAbiParameters, getContractAddress, keccak256 } from 'viem';
import type { Address, Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutUrl, devChain, startFacesCore, treasury } from './faces-core.js';
import type { FacesCore, Problem } from './faces-core.js';

const ethereum = 'eip155:1';
const usdc = networkOf(devChain)?.assets.find(({ symbol }) => symbol === 'USDC')?.asset ?? '';
const ether = `${devChain}/slip44:60`;

let core: FacesCore;
let key: string;
let liveKey: string;
let storeId: string;

beforeAll(async () => {
  core = await startFacesCore({ chains: [ethereum, devChain] });
  storeId = (await core.store('Shop', [ethereum, devChain])).id;
  key = (await core.key(storeId)).secret;
  liveKey = (await core.key(storeId, { livemode: true })).secret;
});
afterAll(() => core.close());

const create = (body: object, secret = key) =>
  core.ask('POST', '/v1/invoices', { key: secret, body: { amount: '25.00', currency: 'USD', ...body } });

interface Page {
  readonly object: string;
  readonly data: Invoice[];
  readonly nextCursor: string | null;
}
const list = (query: string, secret: string) =>
  core.ask<Page>('GET', `/v1/invoices?${query}`, { key: secret });

/** A store of its own, so that lists hold only what a test made. */
const freshKey = async () => (await core.key((await core.store('Lists')).id)).secret;

test('amount and currency are all that an invoice needs', async () => {
  const { status, body, headers } = await create({});
  expect(status).toBe(201);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(invoiceSchema.parse(body)).toEqual(body);
  expect(body).toMatchObject({
    object: 'invoice',
    storeId,
    livemode: false,
    version: 1,
    status: 'new',
    exception: 'none',
    exceptions: [],
    amount: '25.00',
    currency: 'USD',
    paid: '0.00',
    due: '25.00',
    orderId: null,
    customer: null,
    metadata: {},
    checkoutUrl: `${checkoutUrl}/${body.id}`,
    payments: [],
  });
  expect(body.id).toMatch(/^inv_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(900_000);
  expect(Date.parse(body.monitoringUntil) - Date.parse(body.expiresAt)).toBe(86_400_000);
  expect(
    body.paymentMethods.map(({ type, asset, chain, symbol, decimals, amount, rate }) => ({
      type,
      asset,
      chain,
      symbol,
      decimals,
      amount,
      rate,
    })),
  ).toEqual([
    {
      type: 'address',
      asset: ether,
      chain: devChain,
      symbol: 'ETH',
      decimals: 18,
      amount: '0.00833334',
      rate: '3000',
    },
    { type: 'address', asset: usdc, chain: devChain, symbol: 'USDC', decimals: 6, amount: '25', rate: '1' },
  ]);
});

test('everything that is given comes back, and a read gives what the creation gave', async () => {
  const given = {
    orderId: 'order 1',
    description: 'Zwölf Äpfel 🍎',
    customer: { email: 'payer@example.com', name: 'P. Ayer', locale: 'de-CH' },
    redirectUrl: 'https://shop.example/thanks?x=1',
    cancelUrl: 'http://shop.example/cart',
    metadata: { note: 'it\'s "quoted" \\ and 日本', constructor: 'x', empty: '' },
  };
  const { status, body } = await create({ ...given, expiresIn: 60 });
  expect(status).toBe(201);
  expect(body).toMatchObject(given);
  expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(60_000);
  expect((await core.ask('GET', `/v1/invoices/${body.id}`, { key })).body).toEqual(body);
});

test('the address is the one that anybody derives from the treasury, the store and the invoice', async () => {
  const { body } = await create({});
  const { address: from, initCodeHash } = networkOf(devChain)!.depositFactory;
  const salt = keccak256(
    encodeAbiParameters(
      [{ type: 'string' }, { type: 'string' }, { type: 'string' }],
      ['sixpence.deposit.v1', storeId, body.id],
    ),
  );
  expect(depositSalt(storeId, body.id)).toBe(salt);
  const address = getContractAddress({
    opcode: 'CREATE2',
    from: from as Address,
    salt: keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [treasury, salt])),
    bytecodeHash: initCodeHash as Hex,
  });
  expect(body.paymentMethods.map((method) => method.address)).toEqual([address, address]);
  expect(body.paymentMethods[0]?.uri).toBe(`ethereum:${address}@31337?value=8333340000000000`);
  expect(body.paymentMethods[1]?.uri).toMatch(
    new RegExp(`^ethereum:0x\\w{40}@31337/transfer\\?address=${address}&uint256=25000000$`),
  );
});

test('the event tells the same object as the answer, once, and it is the first of the invoice', async () => {
  const { body } = await create({ metadata: { a: 'b' } });
  const rows = await core.db.query<{ envelope: BusEvent; version: number; stream: string }>(
    sql`select envelope, version, stream from outbox where key = ${body.id}`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ version: 1, stream: 'invoice' });
  expect(rows[0]?.envelope).toMatchObject({
    type: 'invoice.created',
    subject: body.id,
    sequence: 1,
    storeid: storeId,
    livemode: false,
    time: body.createdAt,
    data: { object: body },
  });
});

test('invoices that are asked for at once are all made, each with an address and an event of its own', async () => {
  const before = await core.written();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => create({ orderId: `many ${index}` })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(answers.map(({ body }) => body.orderId)).toEqual(answers.map((_, index) => `many ${index}`));
  expect(new Set(answers.map(({ body }) => body.paymentMethods[0]?.address)).size).toBe(100);
  expect(await core.written()).toEqual({
    ...before,
    invoices: before.invoices + 100,
    events: before.events + 100,
  });
});

test('a test key sees test networks only, a live key main networks only', async () => {
  const test = await create({});
  const live = await create({}, liveKey);
  expect(new Set(test.body.paymentMethods.map(({ chain }) => chain))).toEqual(new Set([devChain]));
  expect(live.body).toMatchObject({ livemode: true });
  expect(live.body.paymentMethods.map(({ symbol }) => symbol)).toEqual(['ETH', 'USDC', 'USDT']);
  expect(new Set(live.body.paymentMethods.map(({ chain }) => chain))).toEqual(new Set([ethereum]));
  expect((await core.ask('GET', `/v1/invoices/${live.body.id}`, { key })).status).toBe(404);
  expect((await core.ask('GET', `/v1/invoices/${test.body.id}`, { key: liveKey })).status).toBe(404);
});

test('the methods that are named are offered, in that order and each once', async () => {
  const { body } = await create({ methods: [usdc, ether, usdc] });
  expect(body.paymentMethods.map(({ asset }) => asset)).toEqual([usdc, ether]);
  expect((await create({ methods: [ether] })).body.paymentMethods.map(({ asset }) => asset)).toEqual([ether]);
});

test('a method without a fresh rate is left out', async () => {
  const { status, body } = await create({ currency: 'EUR' });
  expect(status).toBe(201);
  expect(body.paymentMethods.map(({ symbol, amount }) => [symbol, amount])).toEqual([['USDC', '28.735633']]);
});

test('a currency without decimals and the smallest amounts are as good as any', async () => {
  expect((await create({ amount: '0.01' })).body).toMatchObject({ amount: '0.01', due: '0.01' });
  expect((await create({ amount: '1' })).body).toMatchObject({ amount: '1.00' });
  expect((await create({ amount: '0025.5' })).body).toMatchObject({ amount: '25.50' });
});

test('a list gives the newest first, page by page, without a gap over equal times', async () => {
  const secret = await freshKey();
  const made: string[] = [];
  for (let count = 0; count < 7; count += 1) made.push((await create({}, secret)).body.id);
  const now = new Date();
  await core.db.execute(sql`update invoices set created_at = ${now} where id = any(${made}::text[])`);
  const seen: string[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null) {
    const page: { body: Page } = await list(`limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`, secret);
    expect(page.body.object).toBe('list');
    seen.push(...page.body.data.map(({ id }) => id));
    cursor = page.body.nextCursor;
    pages += 1;
  }
  expect(seen).toEqual(made.toReversed());
  expect(pages).toBe(3);
});

test('a page that ends the list has no cursor, and a new invoice moves no page', async () => {
  const secret = await freshKey();
  for (let count = 0; count < 4; count += 1) await create({}, secret);
  const first = await list('limit=2', secret);
  await create({}, secret);
  const second = await list(`limit=2&cursor=${first.body.nextCursor}`, secret);
  expect(second.body.nextCursor).toBeNull();
  const ids = [...first.body.data, ...second.body.data].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
});

test('lists are filtered by status, order and time, and all of them together', async () => {
  const secret = await freshKey();
  const old = (await create({ orderId: 'A' }, secret)).body;
  const canceled = (await create({ orderId: 'A' }, secret)).body;
  const other = (await create({ orderId: 'B' }, secret)).body;
  await core.ask('POST', `/v1/invoices/${canceled.id}/cancel`, { key: secret });
  const ids = async (query: string) => (await list(query, secret)).body.data.map(({ id }) => id);
  expect(await ids('')).toEqual([other.id, canceled.id, old.id]);
  expect(await ids('status=canceled')).toEqual([canceled.id]);
  expect(await ids('orderId=A')).toEqual([canceled.id, old.id]);
  expect(await ids(`createdAfter=${canceled.createdAt}`)).toEqual([other.id]);
  expect(await ids(`createdAfter=${old.createdAt}&orderId=A&status=canceled`)).toEqual([canceled.id]);
  expect(await ids('createdAfter=2999-01-01T00:00:00Z')).toEqual([]);
  expect(await ids('createdAfter=0001-01-01T00:00:00Z')).toHaveLength(3);
  expect(await ids('orderId=C')).toEqual([]);
});

test('given keys of the metadata are set, an empty value removes its key, and the rest stays', async () => {
  const { body } = await create({ metadata: { kept: '1', changed: '1', removed: '1' } });
  const path = `/v1/invoices/${body.id}`;
  const patched = await core.ask('PATCH', path, {
    key,
    body: { metadata: { changed: '2', removed: '', added: '3' } },
  });
  expect(patched.status).toBe(200);
  expect(patched.body).toEqual({
    ...body,
    version: 2,
    updatedAt: patched.body.updatedAt,
    metadata: { kept: '1', changed: '2', added: '3' },
  });
  expect((await core.ask('GET', path, { key })).body).toEqual(patched.body);
  const same = await core.ask('PATCH', path, { key, body: { metadata: { changed: '2' } } });
  expect(same.body.version).toBe(2);
});

test('changes of the metadata that come at once are all kept', async () => {
  const { body } = await create({});
  const path = `/v1/invoices/${body.id}`;
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      core.ask('PATCH', path, { key, body: { metadata: { [`k${index}`]: 'v' } } }),
    ),
  );
  const now = (await core.ask('GET', path, { key })).body;
  expect(Object.keys(now.metadata)).toHaveLength(20);
  expect(now.version).toBe(21);
});

test('the metadata never grows beyond 50 keys', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
  const { body } = await create({ metadata });
  const path = `/v1/invoices/${body.id}`;
  const refused = await core.ask<Problem>('PATCH', path, { key, body: { metadata: { more: 'v' } } });
  expect(refused.body).toMatchObject({ status: 400, code: 'invalid_request', field: 'metadata' });
  expect((await core.ask('GET', path, { key })).body).toEqual(body);
  const swapped = await core.ask('PATCH', path, { key, body: { metadata: { k0: '', more: 'v' } } });
  expect(swapped.status).toBe(200);
});

test('an open invoice is canceled once', async () => {
  const { body } = await create({});
  const path = `/v1/invoices/${body.id}/cancel`;
  expect((await core.ask('POST', path, { key })).body).toMatchObject({ id: body.id, status: 'canceled' });
  expect((await core.ask<Problem>('POST', path, { key })).body).toMatchObject({
    status: 409,
    code: 'invoice_not_cancelable',
  });
});

test('a payment is shown with the confirmations it has by now', async () => {
  const { body } = await create({});
  const status: ChainStatus = {
    chain: devChain,
    headNumber: 100,
    scannedNumber: 100,
    scannedUntil: null,
    healthy: true,
    dev: true,
  };
  core.payments.statuses = [status];
  await core.payments.detect(body, { blockNumber: 100 });
  const path = `/v1/invoices/${body.id}`;
  const paid = await until(
    async () => {
      const now = (await core.ask('GET', path, { key })).body;
      return now.status === 'processing' && now;
    },
    { what: 'the invoice to be processing' },
  );
  expect(paid).toMatchObject({ paid: '25.00', due: '0.00' });
  expect(paid.payments).toMatchObject([
    { status: 'detected', index: 0, asset: usdc, amount: '25', blockNumber: 100 },
  ]);
  core.payments.statuses = [{ ...status, headNumber: 101 }];
  await until(async () => (await core.ask('GET', path, { key })).body.payments[0]?.confirmations === 2, {
    what: 'the second confirmation',
  });
  const listed = (await list('limit=1&status=processing', key)).body.data[0];
  expect(listed?.payments[0]?.confirmations).toBe(2);
});

test('an invoice is read even when nobody answers for the chains', async () => {
  const { body } = await create({});
  core.payments.statuses = undefined;
  await core.payments.detect(body, { confirmations: 1 });
  const read = await until(
    async () => {
      const now = (await core.ask('GET', `/v1/invoices/${body.id}`, { key })).body;
      return now.payments.length > 0 && now;
    },
    { what: 'the payment' },
  );
  expect(read.payments[0]?.confirmations).toBeGreaterThanOrEqual(1);
  await expect(core.bus.request(chainStatuses, {})).rejects.toMatchObject({ code: 'service_unavailable' });
});
