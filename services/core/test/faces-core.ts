import { networkOf } from '@sixpence/chains';
import { BusClient } from '@sixpence/event-bus';
import type { ServiceApp } from '@sixpence/http-server';
import { openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { createApiKey, createStore } from '@sixpence/schemas';
import type { ApiKey, Invoice, RequestOf, Store } from '@sixpence/schemas';
import { createKeyPair, open } from '@sixpence/secrets';
import { createLogger } from '@sixpence/telemetry';
import { testDatabase, testTransport } from '@sixpence/testkit';
import { createCoreApp, defaultRateLimit, migrateCore } from '../src/index.js';
import type { CoreOptions } from '../src/index.js';
import { saveQuotes } from '../src/rates/rates.store.js';
import { startPayments } from './payments-stand-in.js';
import type { PaymentsStandIn } from './payments-stand-in.js';

export const devChain = 'eip155:31337';
export const checkoutUrl = 'http://127.0.0.1:4600/checkout';
/** Where the demo money goes: an address with its checksum. */
export const treasury = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

/** What an answer was, its JSON read; `text` is the body as it came. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

/** A refusal as it is read. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly field?: string;
  readonly requestId: string;
}

/** Who asks, and what besides. */
export interface Asked {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** A value is sent as JSON, a text as it is. */
  readonly body?: unknown;
}

/** Core as merchants and operators meet it: over HTTP and over the bus, on real PostgreSQL. */
export interface FacesCore {
  readonly url: string;
  readonly db: Database;
  readonly bus: BusClient;
  readonly payments: PaymentsStandIn;
  store(name?: string, chains?: readonly string[]): Promise<Store>;
  key(
    storeId: string,
    given?: Partial<RequestOf<typeof createApiKey>>,
  ): Promise<ApiKey & { readonly secret: string }>;
  /** `path` may be a whole address. */
  ask<Body = Invoice>(method: string, path: string, asked?: Asked): Promise<Answer<Body>>;
  /** A second process of core on the same database; gives its address. */
  another(): Promise<string>;
  /** How many rows there are of what a creation writes. */
  written(): Promise<{ invoices: number; events: number; keys: number }>;
  close(): Promise<void>;
}

/** Starts it with rates of the built-in source, on a role that has the service's own rights and no more. */
export async function startFacesCore(given: Partial<CoreOptions> = {}): Promise<FacesCore> {
  const database = await testDatabase();
  const role = `core_${database.name}`;
  await migrateCore({ url: database.url, role });
  const transport = await testTransport();
  const payments = await startPayments(database.url, transport);
  const db = openDatabase({ url: database.url, schema: 'core', role, poolSize: 4, applicationName: 'test' });
  await seedRates(db, given.chains ?? [devChain]);
  const options: CoreOptions = {
    databaseUrl: database.url,
    databaseRole: role,
    databasePoolSize: 8,
    host: '127.0.0.1',
    port: 0,
    checkoutUrl,
    chains: [devChain],
    rateLimit: defaultRateLimit,
    transport,
    logger: createLogger('core', { level: process.env['LOG_LEVEL'] ?? 'silent' }),
    ...given,
  };
  const core = await createCoreApp(options);
  const others: ServiceApp[] = [];
  const bus = new BusClient(transport);
  return {
    url: core.url,
    db,
    bus,
    payments,
    store: (name = 'Shop', chains = [devChain]) =>
      bus.request(createStore, { name, wallets: chains.map((chain) => ({ chain, treasury })) }),
    async key(storeId, wanted = {}) {
      const pair = await createKeyPair();
      const request = { name: 'test', livemode: false, ...wanted, storeId, replyTo: pair.publicKey };
      const { apiKey, sealedKey } = await bus.request(createApiKey, request);
      return { ...apiKey, secret: await open(pair.privateKey, sealedKey, createApiKey.type) };
    },
    ask: (method, path, asked) => ask(path.startsWith('/') ? core.url + path : path, method, asked),
    async another() {
      const app = await createCoreApp({ ...options, transport: await testTransport() });
      others.push(app);
      return app.url;
    },
    written: () =>
      db.one(sql`
        select (select count(*)::int from invoices) as invoices, (select count(*)::int from idempotency_keys) as keys,
               (select count(*)::int from outbox where stream = 'invoice') as events`),
    async close() {
      await Promise.all([core, ...others].map((app) => app.close()));
      bus.close();
      await payments.close();
      await transport.close();
      await db.close();
      await database.close();
    },
  };
}

/** Fixed rates, as two sources would have said them just now: no test asks the internet. In euros there is one for USDC alone. */
async function seedRates(db: Database, chains: readonly string[]): Promise<void> {
  const at = new Date();
  const assets = chains.flatMap((chain) => networkOf(chain)?.assets ?? []);
  const symbols = [...new Set(assets.map(({ symbol }) => symbol))];
  const inDollars = symbols.map((symbol) => ({
    symbol,
    currency: 'USD',
    rate: symbol.startsWith('USD') ? '1' : '3000',
  }));
  const quotes = [...inDollars, { symbol: 'USDC', currency: 'EUR', rate: '0.87' }];
  await saveQuotes(
    db,
    ['one', 'two'].flatMap((source) => quotes.map((quote) => ({ ...quote, source, at }))),
  );
}

async function ask<Body>(
  url: string,
  method: string,
  { key, headers, body }: Asked = {},
): Promise<Answer<Body>> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(url, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...sent,
  });
  const text = await response.text();
  const read = (text === '' ? undefined : JSON.parse(text)) as Body;
  return { status: response.status, headers: response.headers, body: read, text };
}
