import { sql } from '@sixpence/postgres';
import {
  apiKeyScopes,
  createApiKey,
  createStore,
  listApiKeys,
  listStores,
  newId,
  revokeApiKey,
} from '@sixpence/schemas';
import type { ApiKeyScope, BusEvent } from '@sixpence/schemas';
import { createKeyPair, open } from '@sixpence/secrets';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devChain, startFacesCore, treasury } from './faces-core.js';
import type { FacesCore, Problem } from './faces-core.js';

let core: FacesCore;
let storeId: string;

beforeAll(async () => {
  core = await startFacesCore();
  storeId = (await core.store()).id;
});
afterAll(() => core.close());

const good = { amount: '25.00', currency: 'USD' };

describe('without a key that is known', () => {
  test.each<[string, string | undefined]>([
    ['no key', undefined],
    ['another scheme', 'Basic c2tfdGVzdDo='],
    ['no token', 'Bearer '],
    ['nonsense', 'Bearer sk_test_short'],
    ['a key that nobody has', `Bearer sk_test_${'A'.repeat(43)}`],
    ['two keys', `Bearer sk_test_${'A'.repeat(43)} sk_test_${'B'.repeat(43)}`],
  ])('%s is 401 on every route, and nothing is written', async (_, authorization) => {
    const before = await core.written();
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const id = newId('inv');
    for (const [method, path] of [
      ['POST', '/v1/invoices'],
      ['GET', '/v1/invoices'],
      ['GET', `/v1/invoices/${id}`],
      ['PATCH', `/v1/invoices/${id}`],
      ['POST', `/v1/invoices/${id}/cancel`],
    ] as const) {
      const body =
        method === 'POST' && path === '/v1/invoices'
          ? good
          : method === 'PATCH'
            ? { metadata: {} }
            : undefined;
      const answer = await core.ask<Problem>(method, path, { headers, body });
      expect(answer.body).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await core.written()).toEqual(before);
  });
});

test('each route wants its scope, and says which', async () => {
  const made = await core.ask('POST', '/v1/invoices', { key: (await core.key(storeId)).secret, body: good });
  const path = `/v1/invoices/${made.body.id}`;
  const routes: [string, string, ApiKeyScope, unknown, number][] = [
    ['POST', '/v1/invoices', 'invoices:write', good, 201],
    ['GET', '/v1/invoices', 'invoices:read', undefined, 200],
    ['GET', path, 'invoices:read', undefined, 200],
    ['PATCH', path, 'invoices:write', { metadata: { a: 'b' } }, 200],
    ['POST', `${path}/cancel`, 'invoices:write', undefined, 200],
    ['GET', `/v1/journals?invoice=${made.body.id}`, 'ledger:read', undefined, 200],
    ['GET', '/v1/events', 'events:read', undefined, 200],
    ['GET', '/v1/rates?currency=USD', 'invoices:read', undefined, 200],
  ];
  for (const [method, url, scope, body, status] of routes) {
    const others = (await core.key(storeId, { scopes: apiKeyScopes.filter((each) => each !== scope) }))
      .secret;
    const only = (await core.key(storeId, { scopes: [scope] })).secret;
    const before = await core.written();
    const refused = await core.ask<Problem>(method, url, { key: others, body });
    expect(refused.body).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: `The key lacks the scope ${scope}`,
    });
    expect(await core.written()).toEqual(before);
    expect((await core.ask(method, url, { key: only, body })).status).toBe(status);
  }
});

test("another store's invoice is not found, whatever is asked of it", async () => {
  const mine = (await core.key(storeId)).secret;
  const theirs = (await core.key((await core.store('Other')).id)).secret;
  const { body } = await core.ask('POST', '/v1/invoices', { key: mine, body: good });
  const path = `/v1/invoices/${body.id}`;
  for (const [method, url, sent] of [
    ['GET', path, undefined],
    ['PATCH', path, { metadata: { a: 'b' } }],
    ['POST', `${path}/cancel`, undefined],
    ['GET', `/v1/journals?invoice=${body.id}`, undefined],
  ] as const) {
    const answer = await core.ask<Problem>(method, url, { key: theirs, body: sent });
    expect(answer.body).toMatchObject({ status: 404, code: 'invoice_not_found' });
  }
  const list = await core.ask<{ data: unknown[] }>('GET', `/v1/invoices?cursor=${newId('inv')}`, {
    key: theirs,
  });
  expect(list.body.data).toEqual([]);
  expect((await core.ask('GET', path, { key: mine })).body).toEqual(body);
});

test('by default a key may ask 1,000 times at once', async () => {
  const { secret } = await core.key(storeId);
  const answer = await core.ask('GET', '/v1/invoices', { key: secret });
  expect(answer.headers.get('ratelimit-limit')).toBe('1000');
  expect(answer.headers.get('ratelimit-remaining')).toBe('999');
});

test('more than the rate limit is refused, for that key alone, and is let in again after a while', async () => {
  const limited = await startFacesCore({ rateLimit: { perSecond: 2, burst: 5 } });
  try {
    const store = await limited.store();
    const { secret } = await limited.key(store.id);
    const answers = [];
    for (let count = 0; count < 6; count += 1)
      answers.push(await limited.ask<Problem>('POST', '/v1/invoices', { key: secret, body: good }));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 429]);
    const refused = answers.at(-1);
    expect(refused?.body).toMatchObject({ code: 'rate_limited' });
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(refused?.headers.get('ratelimit-remaining')).toBe('0');
    expect(await limited.written()).toMatchObject({ invoices: 5, events: 5 });
    // One bucket for all routes, whichever module they are in.
    expect((await limited.ask('GET', '/v1/events', { key: secret })).status).toBe(429);
    const other = (await limited.key(store.id)).secret;
    expect((await limited.ask('GET', '/v1/invoices', { key: other })).status).toBe(200);
    await until(async () => (await limited.ask('GET', '/v1/invoices', { key: secret })).status === 200, {
      what: 'the next token',
    });
  } finally {
    await limited.close();
  }
});

describe('API keys', () => {
  test('are random, shown once, and kept as a hash', async () => {
    const one = await core.key(storeId, { name: 'one', scopes: ['invoices:read'] });
    const two = await core.key(storeId, { livemode: true });
    expect(one.secret).toMatch(/^sk_test_[\w-]{43}$/);
    expect(two.secret).toMatch(/^sk_live_[\w-]{43}$/);
    expect(one).toMatchObject({
      name: 'one',
      livemode: false,
      scopes: ['invoices:read'],
      hint: one.secret.slice(0, 12),
      revokedAt: null,
    });
    expect(two.scopes).toEqual([...apiKeyScopes]);
    const { data } = await core.bus.request(listApiKeys, { storeId });
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, two.id]));
    const rows = await core.db.query(
      sql`select k::text as row, encode(secret_hash, 'escape') as hash from api_keys k`,
    );
    expect(JSON.stringify(rows)).not.toContain(one.secret.slice(12));
    expect(JSON.stringify(data)).not.toContain(one.secret.slice(12));
  });

  test('are made once when the request for one is repeated, and its secret is not told to another', async () => {
    const pair = await createKeyPair();
    const request = { storeId, name: 'again', livemode: false, replyTo: pair.publicKey };
    const first = await core.bus.request(createApiKey, request, { idempotencyKey: 'make a key' });
    const second = await core.bus.request(createApiKey, request, { idempotencyKey: 'make a key' });
    expect(second).toEqual(first);
    const stranger = await createKeyPair();
    await expect(open(stranger.privateKey, second.sealedKey, createApiKey.type)).rejects.toThrow();
  });

  test('are known no longer 5 s after they were revoked, and revoking again changes nothing', async () => {
    const { secret, id } = await core.key(storeId);
    expect((await core.ask('GET', '/v1/invoices', { key: secret })).status).toBe(200);
    const revoked = await core.bus.request(revokeApiKey, { storeId, apiKeyId: id });
    expect(revoked.revokedAt).not.toBeNull();
    await until(async () => (await core.ask('GET', '/v1/invoices', { key: secret })).status === 401, {
      timeoutMs: 6_000,
      what: 'the key to be forgotten',
    });
    expect(await core.bus.request(revokeApiKey, { storeId, apiKeyId: id })).toEqual(revoked);
  });

  test('of a store that is not there are refused', async () => {
    const { publicKey } = await createKeyPair();
    const missing = newId('sto');
    const request = { storeId: missing, name: 'x', livemode: false, replyTo: publicKey };
    await expect(core.bus.request(createApiKey, request)).rejects.toMatchObject({ code: 'store_not_found' });
    await expect(core.bus.request(listApiKeys, { storeId: missing })).rejects.toMatchObject({
      code: 'store_not_found',
    });
    const { id } = await core.key(storeId);
    const other = await core.store('Other');
    await expect(core.bus.request(revokeApiKey, { storeId: other.id, apiKeyId: id })).rejects.toMatchObject({
      code: 'api_key_not_found',
    });
  });
});

describe('stores', () => {
  test('are made once when the request is repeated, and told of once', async () => {
    const request = {
      name: 'Once',
      email: 'shop@example.com',
      wallets: [{ chain: devChain, treasury: treasury.toLowerCase() }],
    };
    const first = await core.bus.request(createStore, request, { idempotencyKey: 'make a store' });
    expect(await core.bus.request(createStore, request, { idempotencyKey: 'make a store' })).toEqual(first);
    expect(first).toMatchObject({
      name: 'Once',
      email: 'shop@example.com',
      wallets: [{ chain: devChain, treasury }],
      version: 1,
    });
    const events = await core.db.query<{ envelope: BusEvent }>(
      sql`select envelope from outbox where key = ${first.id}`,
    );
    expect(events.map(({ envelope }) => envelope)).toMatchObject([
      { type: 'store.created', sequence: 1, data: { object: first } },
    ]);
  });

  test('are listed page by page', async () => {
    for (let count = 0; count < 3; count += 1) await core.store(`Listed ${count}`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await core.bus.request(listStores, { limit: 2, cursor });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const { data } = await core.bus.request(listStores, { limit: 100 });
    expect(seen).toEqual(data.map(({ id }) => id));
  });

  test.each([
    ['a chain that is not served', [{ chain: 'eip155:1', treasury }], 'unknown_chain', 'wallets.0.chain'],
    [
      'a mistyped treasury',
      [{ chain: devChain, treasury: treasury.replace('7', '8') }],
      'invalid_address',
      'wallets.0.treasury',
    ],
    [
      'the zero address',
      [{ chain: devChain, treasury: `0x${'0'.repeat(40)}` }],
      'invalid_address',
      'wallets.0.treasury',
    ],
    [
      'two wallets for a chain',
      [
        { chain: devChain, treasury },
        { chain: devChain, treasury },
      ],
      'invalid_request',
      'wallets.1.chain',
    ],
  ])('with %s are refused, and nothing is written', async (_, wallets, code, field) => {
    const count = async () => (await core.db.query(sql`select from stores`)).length;
    const before = await count();
    await expect(core.bus.request(createStore, { name: 'Wrong', wallets })).rejects.toMatchObject({
      code,
      field,
    });
    expect(await count()).toBe(before);
  });
});

test('a store without a wallet on a network of the mode is told so', async () => {
  const { secret } = await core.key(storeId, { livemode: true });
  const answer = await core.ask<Problem>('POST', '/v1/invoices', { key: secret, body: good });
  expect(answer.body).toMatchObject({ status: 400, code: 'unknown_asset', field: 'methods' });
});
