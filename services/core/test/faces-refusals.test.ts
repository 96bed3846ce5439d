import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devChain, startFacesCore } from './faces-core.js';
import type { FacesCore, Problem } from './faces-core.js';

let core: FacesCore;
let key: string;
let before: Awaited<ReturnType<FacesCore['written']>>;

beforeAll(async () => {
  core = await startFacesCore();
  key = (await core.key((await core.store()).id)).secret;
  before = await core.written();
});
afterAll(() => core.close());

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const good = { amount: '25.00', currency: 'USD' };
const long = (length: number) => 'x'.repeat(length);

describe('a creation is refused, and nothing is written, for', () => {
  test.each<[string, unknown, Partial<Problem>]>([
    ['an amount of zero', { ...good, amount: '0' }, { status: 400, code: 'invalid_amount', field: 'amount' }],
    [
      'an amount of zeros',
      { ...good, amount: '0.00' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'a negative amount',
      { ...good, amount: '-1' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    ['NaN', { ...good, amount: 'NaN' }, { status: 400, code: 'invalid_amount', field: 'amount' }],
    ['an exponent', { ...good, amount: '1e400' }, { status: 400, code: 'invalid_amount', field: 'amount' }],
    [
      '78 digits',
      { ...good, amount: '9'.repeat(78) },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      '40 digits',
      { ...good, amount: '9'.repeat(40) },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'more decimals than the currency has',
      { ...good, amount: '25.001' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'more decimals, of zeros',
      { ...good, amount: '25.000' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'decimals of a currency without',
      { amount: '25.5', currency: 'JPY' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'an amount that is a number',
      { ...good, amount: 25 },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'an amount with a comma',
      { ...good, amount: '25,00' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'an amount without digits before the point',
      { ...good, amount: '.5' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'an amount in Arabic digits',
      { ...good, amount: '٢٥' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'an amount with a space',
      { ...good, amount: '25.00 ' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    [
      'an amount with a line break',
      { ...good, amount: '25.00\n' },
      { status: 400, code: 'invalid_amount', field: 'amount' },
    ],
    ['no amount', { currency: 'USD' }, { status: 400, code: 'invalid_amount', field: 'amount' }],
    [
      'an unknown currency',
      { ...good, currency: 'XXX' },
      { status: 400, code: 'unknown_currency', field: 'currency' },
    ],
    [
      'a currency in lower case',
      { ...good, currency: 'usd' },
      { status: 400, code: 'unknown_currency', field: 'currency' },
    ],
    [
      'a coin as the currency',
      { ...good, currency: 'ETH' },
      { status: 400, code: 'unknown_currency', field: 'currency' },
    ],
    [
      'a currency called constructor',
      { ...good, currency: 'constructor' },
      { status: 400, code: 'unknown_currency', field: 'currency' },
    ],
    [
      'an unknown asset',
      { ...good, methods: [`${devChain}/slip44:60`, `${devChain}/erc20:0x00`] },
      { status: 400, code: 'unknown_asset', field: 'methods.1' },
    ],
    [
      'an asset of another chain',
      { ...good, methods: ['eip155:1/slip44:60'] },
      { status: 400, code: 'unknown_asset', field: 'methods.0' },
    ],
    [
      'an asset that is none',
      { ...good, methods: ['ETH'] },
      { status: 400, code: 'unknown_asset', field: 'methods.0' },
    ],
    [
      'no methods at all',
      { ...good, methods: [] },
      { status: 400, code: 'invalid_request', field: 'methods' },
    ],
    ['an unknown field', { ...good, price: '1' }, { status: 400, code: 'invalid_request', field: 'price' }],
    [
      'an unknown field inside',
      { ...good, customer: { phone: '1' } },
      { status: 400, code: 'invalid_request', field: 'customer.phone' },
    ],
    ['a wrong type', { ...good, orderId: 1 }, { status: 400, code: 'invalid_request', field: 'orderId' }],
    ['null', { ...good, orderId: null }, { status: 400, code: 'invalid_request', field: 'orderId' }],
    ['a list', [good], { status: 400, code: 'invalid_request' }],
    [
      'an order id of 256',
      { ...good, orderId: long(256) },
      { status: 400, code: 'invalid_request', field: 'orderId' },
    ],
    [
      'a NUL',
      { ...good, description: 'a\u0000b' },
      { status: 400, code: 'invalid_request', field: 'description' },
    ],
    [
      'an unpaired surrogate',
      `{"amount":"25.00","currency":"USD","orderId":"\\ud800"}`,
      { status: 400, code: 'invalid_request', field: 'orderId' },
    ],
    ['outer spaces', { ...good, orderId: ' A' }, { status: 400, code: 'invalid_request', field: 'orderId' }],
    [
      'a NUL in metadata',
      { ...good, metadata: { note: '\u0000' } },
      { status: 400, code: 'invalid_request', field: 'metadata.note' },
    ],
    [
      'outer spaces in metadata',
      { ...good, metadata: { note: 'a ' } },
      { status: 400, code: 'invalid_request', field: 'metadata.note' },
    ],
    [
      'a key of metadata with a space',
      { ...good, metadata: { ' a': 'b' } },
      { status: 400, code: 'invalid_request', field: 'metadata' },
    ],
    [
      'metadata of 51 keys',
      { ...good, metadata: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 'v'])) },
      { status: 400, code: 'invalid_request', field: 'metadata' },
    ],
    [
      'a value of 501',
      { ...good, metadata: { note: long(501) } },
      { status: 400, code: 'invalid_request', field: 'metadata.note' },
    ],
    [
      'a value that is no text',
      { ...good, metadata: { note: 1 } },
      { status: 400, code: 'invalid_request', field: 'metadata.note' },
    ],
    [
      'a javascript address',
      { ...good, redirectUrl: 'javascript:alert(1)' },
      { status: 400, code: 'invalid_url', field: 'redirectUrl' },
    ],
    [
      'a file address',
      { ...good, cancelUrl: 'file:///etc/passwd' },
      { status: 400, code: 'invalid_url', field: 'cancelUrl' },
    ],
    [
      'an e-mail that is none',
      { ...good, customer: { email: 'nobody' } },
      { status: 400, code: 'invalid_request', field: 'customer.email' },
    ],
    [
      'no time to pay',
      { ...good, expiresIn: 0 },
      { status: 400, code: 'invalid_request', field: 'expiresIn' },
    ],
    [
      'a time that is no whole number',
      { ...good, expiresIn: 1.5 },
      { status: 400, code: 'invalid_request', field: 'expiresIn' },
    ],
    [
      'more than a week to pay',
      { ...good, expiresIn: 604_801 },
      { status: 400, code: 'invalid_request', field: 'expiresIn' },
    ],
    ['a body that is too deep', deep(33), { status: 400, code: 'body_too_deep' }],
    ['a body that is no JSON', '{"amount":', { status: 400, code: 'invalid_json' }],
    ['a body of nothing', '', { status: 400, code: 'invalid_json' }],
    [
      'a body that is too large',
      { ...good, description: long(66_000) },
      { status: 413, code: 'body_too_large' },
    ],
    [
      'a prototype',
      '{"amount":"25.00","currency":"USD","metadata":{"__proto__":"x"}}',
      { status: 400, code: 'invalid_request' },
    ],
    [
      'a currency that nobody has a rate for',
      { amount: '100', currency: 'JPY' },
      { status: 503, code: 'rate_unavailable' },
    ],
  ])('%s', async (_, body, problem) => {
    const answer = await core.ask<Problem>('POST', '/v1/invoices', {
      key,
      body,
      headers: { 'idempotency-key': 'refused' },
    });
    expect(answer.body).toMatchObject({ ...problem, requestId: answer.headers.get('x-request-id') });
    expect(answer.status).toBe(problem.status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await core.written()).toEqual(before);
  });

  test('a body that says it is no JSON', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await core.ask<Problem>('POST', '/v1/invoices', { key, body: good, headers });
    expect(answer.body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('a parameter in the query', async () => {
    const answer = await core.ask<Problem>('POST', '/v1/invoices?livemode=true', { key, body: good });
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request', field: 'livemode' });
  });
});

test('an order id of 255, values of 500 characters and 50 keys of metadata are taken', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${at}`, long(500)]));
  const answer = await core.ask('POST', '/v1/invoices', {
    key,
    body: { ...good, orderId: long(255), metadata },
  });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ orderId: long(255), metadata });
});

describe('a list is refused for', () => {
  test.each<[string, string, string]>([
    ['limit=0', 'invalid_request', 'limit'],
    ['limit=101', 'invalid_request', 'limit'],
    ['limit=ten', 'invalid_request', 'limit'],
    ['limit=1&limit=2', 'invalid_request', 'limit'],
    ['cursor=inv_0', 'invalid_cursor', 'cursor'],
    ['cursor=sto_01m86e70w7fqbvh9m1505bmrpz', 'invalid_cursor', 'cursor'],
    ["cursor=' or 1=1 --", 'invalid_cursor', 'cursor'],
    ['status=paid', 'invalid_request', 'status'],
    ['orderId=', 'invalid_request', 'orderId'],
    ['orderId=%00', 'invalid_request', 'orderId'],
    ['orderId=%20a', 'invalid_request', 'orderId'],
    ['createdAfter=yesterday', 'invalid_request', 'createdAfter'],
    ['createdAfter=2026-02-30T00:00:00Z', 'invalid_request', 'createdAfter'],
    ['stat=new', 'invalid_request', 'stat'],
  ])('%s', async (query, code, field) => {
    const answer = await core.ask<Problem>('GET', `/v1/invoices?${query}`, { key });
    expect(answer.body).toMatchObject({ status: 400, code, field });
  });
});

test.each([
  ['GET', '/v1/invoices/inv_01m86e70w7fqbvh9m1505bmrpz'],
  ['GET', '/v1/invoices/nothing'],
  ['GET', "/v1/invoices/' or true --"],
  ['POST', '/v1/invoices/inv_01m86e70w7fqbvh9m1505bmrpz/cancel'],
])('%s %s finds nothing', async (method, path) => {
  const answer = await core.ask<Problem>(method, path, { key });
  expect(answer.body).toMatchObject({ status: 404, code: 'invoice_not_found' });
});

test.each<[string, unknown, string | undefined]>([
  ['nothing', {}, 'metadata'],
  ['another field', { metadata: {}, status: 'settled' }, 'status'],
  ['a NUL', { metadata: { a: '\u0000' } }, 'metadata.a'],
  ['null', { metadata: null }, 'metadata'],
  ['a list', { metadata: [] }, 'metadata'],
])('a change with %s is refused', async (_, body, field) => {
  const made = await core.ask('POST', '/v1/invoices', { key, body: good });
  const answer = await core.ask<Problem>('PATCH', `/v1/invoices/${made.body.id}`, { key, body });
  expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request', field });
  expect((await core.ask('GET', `/v1/invoices/${made.body.id}`, { key })).body).toEqual(made.body);
});
