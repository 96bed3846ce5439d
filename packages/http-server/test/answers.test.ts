import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, posting } from './http-client.js';
import { startShop } from './shop-app.js';
import type { Shop } from './shop-app.js';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

/** Sends bytes as they are and reads until the server closes. */
function exchange(bytes: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(shop.url).port), '127.0.0.1', () => socket.write(bytes));
  let read = '';
  socket
    .setEncoding('utf8')
    .on('data', (part: string) => (read += part))
    .on('end', () => resolve(read))
    .on('error', reject);
  return promise;
}

test('a field outside the schema of the answer never leaves the process', async () => {
  const answer = await ask(`${shop.url}/v1/orders`, posting({ amount: '25.00', currency: 'USD' }));
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({ id: 'ord_1', amount: '25.00', note: null, lines: [{ sku: 'a' }] });
});

test('an answer that is JSON text already is sent as it is', async () => {
  const answer = await ask(`${shop.url}/v1/orders/a/kept`);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(answer.body).toEqual({ id: 'a', kept: true });
});

test('an unexpected error is a 500 that tells nothing, and is logged with the request id', async () => {
  const answer = await ask(`${shop.url}/v1/orders/broken`);
  expect(answer.body).toMatchObject({ status: 500, code: 'internal_error' });
  expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  expect(shop.logged.find((line) => line.includes(answer.body.requestId))).toContain('A request failed');
});

test('a domain error has the status of its kind', async () => {
  expect((await ask(`${shop.url}/v1/orders/unknown`)).body).toMatchObject({
    status: 404,
    code: 'invoice_not_found',
  });
});

test('a clean request id is kept, another one is replaced', async () => {
  const kept = await ask(`${shop.url}/healthcheck`, { headers: { 'x-request-id': 'abc-123' } });
  expect(kept.headers.get('x-request-id')).toBe('abc-123');
  for (const unclean of ['a b', 'x'.repeat(129), '<script>']) {
    const answer = await ask(`${shop.url}/healthcheck`, { headers: { 'x-request-id': unclean } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("the caller's trace goes on in the handler, and an unclean one is replaced", async () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const traced = await ask<{ traceparent: string }>(`${shop.url}/v1/orders/a`, { headers: { traceparent } });
  expect(traced.body.traceparent).toBe(traceparent);
  const other = await ask<{ traceparent: string }>(`${shop.url}/v1/orders/a`, {
    headers: { traceparent: '00-zz' },
  });
  expect(other.body.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

test('every answer, refusals too, is uncached and has the security headers', async () => {
  for (const path of ['/v1/orders', '/v1/nothing', '/v1/orders/broken', '/v1/orders/%zz']) {
    const { headers } = await ask(shop.url + path);
    expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('HEAD answers as GET without a body, OPTIONS tells the methods', async () => {
  const head = await ask(`${shop.url}/v1/orders`, { method: 'HEAD' });
  expect([head.status, head.body]).toEqual([200, undefined]);
  const options = await ask(`${shop.url}/v1/orders`, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
  expect((await ask(`${shop.url}/v1/nothing`, { method: 'OPTIONS' })).status).toBe(404);
});

test('bytes that are no HTTP, and headers that are too long, are refused', async () => {
  expect(await exchange('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*problem\+json/s);
  expect(await exchange(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
});

test('no key, a malformed key and a key in another scheme are 401', async () => {
  for (const authorization of [undefined, 'Bearer', 'Basic YTpi', 'Bearer a b', 'Bearer schlüssel']) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const answer = await ask(`${shop.url}/v1/me`, { headers });
    expect(answer.body).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  }
});

test('the rate limit is told on every answer and refuses with Retry-After', async () => {
  const headers = { authorization: 'Bearer rated' };
  const answers = [];
  for (let times = 0; times < 4; times += 1) answers.push(await ask(`${shop.url}/v1/me`, { headers }));
  expect(answers.map((answer) => [answer.status, answer.headers.get('ratelimit-remaining')])).toEqual([
    [200, '2'],
    [200, '1'],
    [200, '0'],
    [429, '0'],
  ]);
  expect(answers[3]?.body.code).toBe('rate_limited');
  expect(answers[3]?.headers.get('retry-after')).toBe('1');
  expect(answers[3]?.headers.get('ratelimit-limit')).toBe('3');
  expect((await ask(`${shop.url}/v1/me`, { headers: { authorization: 'Bearer other' } })).status).toBe(200);
});

test('an idempotency key is one printable text of at most 255 characters', async () => {
  const me = (key: string, token: string) =>
    ask<{ key: string; code: string }>(`${shop.url}/v1/me`, {
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
    });
  expect((await me('order 1, again', 'k1')).body.key).toBe('order 1, again');
  expect((await me('x'.repeat(255), 'k2')).status).toBe(200);
  expect((await me('x'.repeat(256), 'k3')).body.code).toBe('invalid_idempotency_key');
  expect((await me('ü', 'k4')).body.code).toBe('invalid_idempotency_key');
  const twice = await exchange(
    'GET /v1/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer k5\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n',
  );
  expect(twice).toContain('invalid_idempotency_key');
});

test('OpenAPI names every route, its schemas and its refusals, and no internal one', async () => {
  const { body } = await ask<{
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: object };
  }>(`${shop.url}/openapi.json`);
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/v1/orders',
      '/v1/orders/{id}',
      '/v1/orders/{id}/cancel',
      '/v1/orders/{id}/live',
      '/v1/me',
    ]),
  );
  expect(Object.keys(body.paths)).not.toContain('/healthcheck');
  expect(Object.keys(body.components.schemas)).toEqual(
    expect.arrayContaining(['Problem', 'Order', 'CreateInvoice']),
  );
  expect(body.paths['/v1/orders']?.['post']).toMatchObject({
    requestBody: {
      content: { 'application/json': { schema: { $ref: '#/components/schemas/CreateInvoice' } } },
    },
    responses: {
      201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
      413: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
    security: [{ bearer: [] }],
  });
  expect(JSON.stringify(body)).not.toMatch(/#\/(definitions|\$defs)/);
});

test('every reference in the OpenAPI document is defined in it', async () => {
  const { body } = await ask<{ components: { schemas: Record<string, unknown> } }>(
    `${shop.url}/openapi.json`,
  );
  for (const [, name] of JSON.stringify(body).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect(Object.keys(body.components.schemas)).toContain(name);
  }
});

test('the reference at /docs has its files here and allows no others', async () => {
  const page = await fetch(`${shop.url}/docs`);
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  const files = [...html.matchAll(/(?:src|href)="\.?\/?([^"#]+\.(?:js|css))"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    const response = await fetch(`${shop.url}/${file}`);
    await response.arrayBuffer();
    expect([file, response.status]).toEqual([file, 200]);
  }
});
