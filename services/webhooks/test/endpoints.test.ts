import { openDatabase, sql } from '@sixpence/postgres';
import {
  createEndpoint,
  deleteEndpoint,
  DomainError,
  getEndpoint,
  listEndpoints,
  newId,
} from '@sixpence/schemas';
import { createKeyPair } from '@sixpence/secrets';
import { httpSink } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webhooksService } from './webhooks-service.js';
import type { WebhooksService } from './webhooks-service.js';

/** What the names of these tests lead to; it may change between two looks. */
const names = new Map<string, string[]>();
const resolve = async (hostname: string): Promise<string[]> => {
  const addresses = names.get(hostname);
  if (!addresses) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
  return addresses;
};

let dev: WebhooksService;
let live: WebhooksService;

beforeAll(async () => {
  [dev, live] = await Promise.all([
    webhooksService({ resolve }),
    webhooksService({ allowLoopback: false, resolve }),
  ]);
});
afterAll(async () => {
  await Promise.all([dev?.close(), live?.close()]);
});

const refusal = async (work: Promise<unknown>): Promise<Pick<DomainError, 'code' | 'field'>> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DomainError);
  const { code, field } = error as DomainError;
  return { code, field };
};

test.each([
  'https://10.0.0.1/hook',
  'http://192.168.1.10/',
  'https://169.254.169.254/latest/meta-data',
  'https://[::ffff:10.0.0.1]/',
  'https://[fd00::1]/',
  'http://0x0a000001/',
  'http://167772161/',
  'https://user:password@example.com/',
])('the address %s is refused, in dev mode as well', async (url) => {
  expect(await refusal(dev.endpoint({ url }))).toEqual({ code: 'invalid_url', field: 'url' });
  expect(await refusal(live.endpoint({ url }))).toEqual({ code: 'invalid_url', field: 'url' });
});

test.each(['http://127.0.0.1:9999/hook', 'https://localhost/', 'http://[::1]/', 'http://2130706433/'])(
  'the address %s is this machine: for dev mode only',
  async (url) => {
    names.set('localhost', ['127.0.0.1', '::1']);
    const endpoint = await dev.endpoint({ url });
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await dev.bus.request(deleteEndpoint, { ...dev.owner, endpointId: endpoint.id });
    expect(await refusal(live.endpoint({ url }))).toMatchObject({ code: 'invalid_url' });
  },
);

test('plain http is for dev mode only', async () => {
  names.set('shop.example', ['93.184.216.34']);
  expect(await refusal(live.endpoint({ url: 'http://shop.example/' }))).toMatchObject({
    code: 'invalid_url',
  });
  const { id } = await live.endpoint({ url: 'https://shop.example/' });
  await live.bus.request(deleteEndpoint, { ...live.owner, endpointId: id });
});

test('a name that leads to a private address is refused, also beside a public one', async () => {
  names.set('inside.example', ['93.184.216.34', '10.1.2.3']);
  expect(await refusal(live.endpoint({ url: 'https://inside.example/' }))).toMatchObject({
    code: 'invalid_url',
  });
});

test('a name that turns to a private address after it was saved is not connected to', async () => {
  const sink = await httpSink();
  const { port } = new URL(sink.url);
  names.set('rebound.example', ['127.0.0.1']);
  const endpoint = await dev.endpoint({ url: `http://rebound.example:${port}/` });
  names.set('rebound.example', ['10.1.2.3']);
  const invoice = await dev.settle();
  const [delivery] = await dev.deliveries(invoice.id, ([first]) => first?.status === 'failed');
  expect(delivery!.attempts[0]!.error).toBe('The address is not a public one');
  expect(sink.requests).toEqual([]);
  await dev.bus.request(deleteEndpoint, { ...dev.owner, endpointId: endpoint.id });
  await sink.close();
});

test('a socket connects to what was checked: a name is resolved once for a connection', async () => {
  const sink = await httpSink();
  const { port } = new URL(sink.url);
  let looks = 0;
  const service = await webhooksService({
    resolve: async () => {
      looks += 1;
      return ['127.0.0.1'];
    },
  });
  await service.endpoint({ url: `http://counted.example:${port}/` });
  const before = looks;
  await service.settle();
  await sink.waitFor(1);
  expect(looks - before).toBe(1);
  await service.close();
  await sink.close();
});

test('the secret is nowhere in clear in the database', async () => {
  const { id, secret } = await dev.endpoint({ url: 'http://127.0.0.1:9999/' });
  const db = openDatabase({
    url: dev.database.url,
    schema: 'webhooks',
    poolSize: 1,
    applicationName: 'test',
  });
  const rows = await db.query<Record<string, unknown>>(sql`select * from endpoints where id = ${id}`);
  expect(JSON.stringify(rows)).not.toContain(secret.slice('whsec_'.length));
  await db.close();
  await dev.bus.request(deleteEndpoint, { ...dev.owner, endpointId: id });
});

test('the same request again finds the same endpoint with the same secret', async () => {
  const [first, second] = await Promise.all([
    dev.endpoint({ url: 'http://127.0.0.1:9999/' }, 'one-key'),
    dev.endpoint({ url: 'http://127.0.0.1:9999/' }, 'one-key'),
  ]);
  expect(second).toEqual(first);
  await dev.bus.request(deleteEndpoint, { ...dev.owner, endpointId: first.id });
});

test('the same key of another store makes another endpoint: no secret crosses stores', async () => {
  const mine = await dev.endpoint({ url: 'http://127.0.0.1:9999/' }, 'a-key');
  const { publicKey } = await createKeyPair();
  const owner = { storeId: newId('sto'), livemode: false };
  const request = { ...owner, url: 'http://127.0.0.1:9999/', replyTo: publicKey };
  const theirs = await dev.bus.request(createEndpoint, request, { idempotencyKey: 'a-key' });
  expect(theirs.endpoint.id).not.toBe(mine.id);
  expect(theirs.endpoint.storeId).toBe(owner.storeId);
  await dev.bus.request(deleteEndpoint, { ...dev.owner, endpointId: mine.id });
});

test('a store has a bounded number of endpoints, and sees only its own', async () => {
  const owner = { storeId: newId('sto'), livemode: false };
  const { publicKey } = await createKeyPair();
  const make = () =>
    dev.bus.request(createEndpoint, { ...owner, url: 'http://127.0.0.1:9999/', replyTo: publicKey });
  const [first] = await Promise.all(Array.from({ length: 20 }, make));
  expect(await refusal(make())).toMatchObject({ code: 'too_many_endpoints' });
  const { data } = await dev.bus.request(listEndpoints, owner);
  expect(data).toHaveLength(20);
  const foreign = { ...dev.owner, endpointId: first!.endpoint.id };
  expect(await refusal(dev.bus.request(getEndpoint, foreign))).toMatchObject({ code: 'endpoint_not_found' });
  expect(await refusal(dev.bus.request(deleteEndpoint, foreign))).toMatchObject({
    code: 'endpoint_not_found',
  });
});
