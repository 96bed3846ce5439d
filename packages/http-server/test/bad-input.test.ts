import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, posting } from './http-client.js';
import { handled, startShop } from './shop-app.js';
import type { Shop } from './shop-app.js';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());
beforeEach(() => {
  handled.length = 0;
});

const good = { amount: '25.00', currency: 'USD' };
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** What is wrong, the body, and what it is refused with. */
const badBodies: [string, unknown, { status?: number; code: string; field?: string }][] = [
  ['an empty body', '', { code: 'invalid_json' }],
  ['broken JSON', '{"amount":', { code: 'invalid_json' }],
  ['a byte order mark before the JSON', `\uFEFF${JSON.stringify(good)}`, { code: 'invalid_json' }],
  ['a body that is not UTF-8', new Blob([new Uint8Array([0x22, 0xff, 0x22])]), { code: 'invalid_json' }],
  ['a body that is a list', '[]', { code: 'invalid_request' }],
  ['a body that is null', 'null', { code: 'invalid_request' }],
  ['33 levels', { ...good, metadata: JSON.parse(nested(32)) }, { code: 'body_too_deep' }],
  ['64 KiB of opening brackets', '['.repeat(65_000), { code: 'body_too_deep' }],
  ['64 KiB of opening braces', '{"a":'.repeat(13_000), { code: 'body_too_deep' }],
  ['more than 64 KiB', { ...good, description: 'x'.repeat(65_536) }, { status: 413, code: 'body_too_large' }],
  [
    'a __proto__ field',
    '{"amount":"1.00","currency":"USD","__proto__":{"admin":true}}',
    { code: 'invalid_request' },
  ],
  [
    'a __proto__ key inside',
    '{"amount":"1.00","currency":"USD","metadata":{"__proto__":"x"}}',
    { code: 'invalid_request', field: 'metadata' },
  ],
  ['an unknown field', { ...good, colour: 'red' }, { code: 'invalid_request', field: 'colour' }],
  [
    'an unknown field inside',
    { ...good, customer: { age: 3 } },
    { code: 'invalid_request', field: 'customer.age' },
  ],
  ['no amount', { currency: 'USD' }, { code: 'invalid_amount', field: 'amount' }],
  ['an amount that is a number', { ...good, amount: 25 }, { code: 'invalid_amount', field: 'amount' }],
  ['a negative amount', { ...good, amount: '-1' }, { code: 'invalid_amount', field: 'amount' }],
  ['NaN', { ...good, amount: 'NaN' }, { code: 'invalid_amount', field: 'amount' }],
  ['1e400', { ...good, amount: '1e400' }, { code: 'invalid_amount', field: 'amount' }],
  ['1e400 as a number', '{"amount":1e400,"currency":"USD"}', { code: 'invalid_amount', field: 'amount' }],
  [
    'an amount of 79 characters',
    { ...good, amount: '1'.repeat(79) },
    { code: 'invalid_amount', field: 'amount' },
  ],
  ['an amount with outer spaces', { ...good, amount: ' 1.00' }, { code: 'invalid_amount', field: 'amount' }],
  [
    'a currency of the wrong form',
    { ...good, currency: 'dollars' },
    { code: 'unknown_currency', field: 'currency' },
  ],
  [
    'a method that is no asset',
    { ...good, methods: ['eip155:1/slip44:60', 'btc'] },
    { code: 'unknown_asset', field: 'methods.1' },
  ],
  [
    'a javascript: address',
    { ...good, redirectUrl: 'javascript:alert(1)' },
    { code: 'invalid_url', field: 'redirectUrl' },
  ],
  [
    'an orderId of 256 characters',
    { ...good, orderId: 'x'.repeat(256) },
    { code: 'invalid_request', field: 'orderId' },
  ],
  ['an empty orderId', { ...good, orderId: '' }, { code: 'invalid_request', field: 'orderId' }],
  ['a NUL', { ...good, orderId: 'a\u0000b' }, { code: 'invalid_request', field: 'orderId' }],
  [
    'an unpaired surrogate as an escape',
    '{"amount":"1.00","currency":"USD","orderId":"\\ud800"}',
    { code: 'invalid_request', field: 'orderId' },
  ],
  ['outer spaces', { ...good, description: 'x ' }, { code: 'invalid_request', field: 'description' }],
  [
    'an outer no-break space',
    { ...good, description: '\u00a0x' },
    { code: 'invalid_request', field: 'description' },
  ],
  [
    'a NUL in metadata',
    { ...good, metadata: { note: '\u0000' } },
    { code: 'invalid_request', field: 'metadata.note' },
  ],
  [
    'a NUL in a key of metadata',
    { ...good, metadata: { 'a\u0000': 'x' } },
    { code: 'invalid_request', field: 'metadata' },
  ],
  [
    'an unclean text in an unknown field',
    { ...good, more: [{ deep: 'x ' }] },
    { code: 'invalid_request', field: 'more.0.deep' },
  ],
  [
    'metadata of 51 keys',
    { ...good, metadata: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 'v'])) },
    { code: 'invalid_request', field: 'metadata' },
  ],
  [
    'a metadata value of 501 characters',
    { ...good, metadata: { note: 'x'.repeat(501) } },
    { code: 'invalid_request', field: 'metadata.note' },
  ],
  [
    'a metadata value that is a number',
    { ...good, metadata: { note: 1 } },
    { code: 'invalid_request', field: 'metadata.note' },
  ],
  ['a fraction of a second', { ...good, expiresIn: 1.5 }, { code: 'invalid_request', field: 'expiresIn' }],
];

test.each(badBodies)(
  '%s is refused with a problem document and reaches no handler',
  async (_name, body, expected) => {
    const answer = await ask(`${shop.url}/v1/orders`, posting(body));
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.status).toBe(expected.status ?? 400);
    expect(answer.body).toMatchObject({
      status: answer.status,
      code: expected.code,
      requestId: answer.headers.get('x-request-id'),
    });
    expect(answer.body.field).toBe(expected.field);
    expect(handled).toEqual([]);
  },
);

test('a body of exactly 32 levels and of almost 64 KiB is read', async () => {
  const deep = await ask(`${shop.url}/v1/orders`, posting({ ...good, more: JSON.parse(nested(31)) }));
  expect(deep.body).toMatchObject({ code: 'invalid_request', field: 'more' });
  const large = await ask(`${shop.url}/v1/orders`, posting({ ...good, description: 'x'.repeat(65_000) }));
  expect(large.body).toMatchObject({ status: 400, field: 'description' });
});

test('brackets inside texts are no nesting', async () => {
  const answer = await ask(
    `${shop.url}/v1/orders`,
    posting({ ...good, description: `\\"${'[{'.repeat(100)}` }),
  );
  expect(answer.status).toBe(201);
});

test('a long unknown name is not sent back whole', async () => {
  const answer = await ask(`${shop.url}/v1/orders`, posting({ ...good, ['x'.repeat(60_000)]: 1 }));
  expect(answer.body.field).toHaveLength(200);
});

test('a media type that is not JSON is refused with 415', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
  ]) {
    const answer = await ask(
      `${shop.url}/v1/orders`,
      posting(JSON.stringify(good), { 'content-type': type }),
    );
    expect([type, answer.status, answer.body.code]).toEqual([type, 415, 'unsupported_media_type']);
  }
});

test('an unknown path is 404, a known path with another method 405 with Allow', async () => {
  expect((await ask(`${shop.url}/v1/nothing`)).body).toMatchObject({ status: 404, code: 'not_found' });
  const answer = await ask(`${shop.url}/v1/orders/a?x=1`, { method: 'PUT' });
  expect(answer.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
  expect(answer.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(['GET', 'DELETE']));
});

test.each([
  ['?colour=red', 'invalid_request', 'colour'],
  ['?limit=1&limit=2', 'invalid_request', 'limit'],
  ['?limit=0', 'invalid_request', 'limit'],
  ['?limit=101', 'invalid_request', 'limit'],
  ['?limit=x', 'invalid_request', 'limit'],
  ['?orderId=a%00', 'invalid_request', 'orderId'],
  ['?orderId=%20a', 'invalid_request', 'orderId'],
  ['?cursor=', 'invalid_cursor', 'cursor'],
  ['?status=paid', 'invalid_request', 'status'],
  ['?createdAfter=yesterday', 'invalid_request', 'createdAfter'],
  ['?__proto__=x', 'invalid_request', '__proto__'],
])('the query %s is refused', async (query, code, field) => {
  expect((await ask(`${shop.url}/v1/orders${query}`)).body).toMatchObject({ status: 400, code, field });
});

test('a parameter on a route that takes none is refused', async () => {
  expect((await ask(`${shop.url}/v1/orders/a?expand=1`)).body).toMatchObject({
    status: 400,
    field: 'expand',
  });
});

test('an unclean or malformed path is refused, an overlong one names nothing', async () => {
  expect((await ask(`${shop.url}/v1/orders/a%00`)).body).toMatchObject({ status: 400, field: 'id' });
  expect((await ask(`${shop.url}/v1/orders/a%20`)).body).toMatchObject({ status: 400, field: 'id' });
  expect((await ask(`${shop.url}/v1/orders/%ED%A0%80`)).body).toMatchObject({
    status: 400,
    code: 'invalid_request',
  });
  const long = await ask(`${shop.url}/v1/orders/${'a'.repeat(300)}`);
  expect(long.body).toMatchObject({ status: 404, code: 'not_found' });
  expect(long.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a route that takes no body lets an empty one through and refuses fields', async () => {
  const url = `${shop.url}/v1/orders/a/cancel`;
  expect((await ask(url, { method: 'POST' })).status).toBe(200);
  expect((await ask(url, posting(''))).status).toBe(200);
  expect((await ask(url, posting('{}'))).status).toBe(200);
  handled.length = 0;
  expect((await ask(url, posting({ reason: 'x' }))).body).toMatchObject({ status: 400, field: 'reason' });
  expect((await ask(url, posting([]))).body).toMatchObject({ status: 400, code: 'invalid_request' });
  expect(handled).toEqual([]);
});
