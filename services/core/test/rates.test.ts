import { migrate, openDatabase } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { createLogger } from '@sixpence/telemetry';
import { httpSink, testDatabase } from '@sixpence/testkit';
import type { HttpSink, SinkAnswer } from '@sixpence/testkit';
import { busMigrations } from '@sixpence/event-bus';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { coinbase } from '../src/rates/coinbase.client.js';
import { kraken } from '../src/rates/kraken.client.js';
import { RateBook } from '../src/rates/rate-book.provider.js';
import { maxAgeMs } from '../src/rates/rate.js';
import { RatesRunner } from '../src/rates/rates.runner.js';
import { RefreshRates } from '../src/rates/refresh-rates.js';

const devChain = 'eip155:31337';
const ethereum = 'eip155:1';
const logger = createLogger('core', { level: 'silent' });

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let coinbaseServer: HttpSink;
let krakenServer: HttpSink;

beforeEach(async () => {
  database = await testDatabase();
  const directories = { bus: busMigrations, core: new URL('../migrations/', import.meta.url) };
  await migrate({ url: database.url, schema: 'core', directories });
  db = openDatabase({ url: database.url, schema: 'core', poolSize: 4, applicationName: 'test' });
  [coinbaseServer, krakenServer] = [await httpSink(), await httpSink()];
});

afterEach(async () => {
  await Promise.all([coinbaseServer.close(), krakenServer.close()]);
  await db.close();
  await database.close();
});

/** One process of core, as far as rates go. */
function ratesOn(chains: string[]) {
  const book = new RateBook(db, { chains });
  const sources = [coinbase(coinbaseServer.url), kraken(krakenServer.url)];
  return { book, refresh: new RefreshRates(db, sources, book, logger) };
}

const json = (body: unknown): SinkAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Answers as Coinbase does, with dollars and euros for each coin. */
function coinbaseSays(rates: Record<string, Record<string, string>>): void {
  coinbaseServer.answer(({ path }) => {
    const currency = new URL(path, coinbaseServer.url).searchParams.get('currency') ?? '';
    const known = rates[currency];
    return known ? json({ data: { currency, rates: known } }) : { status: 400 };
  });
}

/** Answers as Kraken does: what was asked for, or an error when one of it is unknown. */
function krakenSays(lastTrades: Record<string, string>): void {
  krakenServer.answer(({ path }) => {
    const pairs = (new URL(path, krakenServer.url).searchParams.get('pair') ?? '').split(',');
    const unknown = pairs.some((pair) => !(pair in lastTrades));
    if (unknown) return json({ error: ['EQuery:Unknown asset pair'] });
    return json({
      error: [],
      result: Object.fromEntries(pairs.map((pair) => [pair, { c: [lastTrades[pair], '1'] }])),
    });
  });
}

const krakenFiat = {
  ZEURZUSD: '1.25',
  ZGBPZUSD: '1.25',
  AUDUSD: '0.65',
  ZUSDZCAD: '1.4',
  USDCHF: '0.8',
  ZUSDZJPY: '150',
};
const krakenEther = { XETHZUSD: '3002', XETHZEUR: '2410', XETHZGBP: '2400' };

test('two sources are asked, and their median is used with the names of both', async () => {
  coinbaseSays({ ETH: { USD: '3000.00', EUR: '2400', BTC: '0.03' }, USDC: { USD: '1' } });
  krakenSays({ ...krakenFiat, ...krakenEther });
  const { book, refresh } = ratesOn([devChain]);
  expect(await refresh.run()).toEqual(['coinbase', 'kraken']);
  expect(book.rate('ETH', 'USD')).toMatchObject({ rate: '3001', sources: ['coinbase', 'kraken'] });
  expect(book.rate('eip155:31337/slip44:60', 'EUR')?.rate).toBe('2405');
  expect(book.rate('ETH', 'BTC')).toBeUndefined();
  expect(book.rate('USDC', 'USD')).toMatchObject({ rate: '1', sources: ['coinbase'] });
});

test('a currency in which a coin has no market is reached over the dollar', async () => {
  coinbaseServer.answer({ status: 503 });
  krakenSays({ ...krakenFiat, ...krakenEther, USDCUSD: '1.0001', USDCEUR: '0.8', USDCGBP: '0.8' });
  const { book, refresh } = ratesOn([devChain]);
  await refresh.run();
  expect(book.rate('ETH', 'JPY')).toMatchObject({ rate: '450300', sources: ['kraken'] });
  expect(book.rate('ETH', 'AUD')?.rate).toMatch(/^4618\.46/);
});

test.each<[string, SinkAnswer]>([
  ['fails', { status: 500 }],
  ['answers nonsense', { status: 200, body: '<html>' }],
  ['sends elsewhere', { redirect: 'http://127.0.0.1:9/' }],
  ['answers without end', { status: 200, body: '"'.padEnd(300_000, 'x') }],
  ['says zero', json({ data: { rates: { USD: '0' } } })],
  ['says what is no number', json({ data: { rates: { USD: 'NaN' } } })],
  ['cuts the connection', { reset: true }],
])('a source that %s is left out', async (_, answer) => {
  coinbaseServer.answer(answer);
  krakenSays({ ...krakenFiat, ...krakenEther });
  const { book, refresh } = ratesOn([devChain]);
  expect(await refresh.run()).toEqual(['kraken']);
  expect(book.rate('ETH', 'USD')).toMatchObject({ rate: '3002', sources: ['kraken'] });
});

test('on a dev chain fixed rates step in when no public source answers, within the time that boot has', async () => {
  coinbaseServer.answer({ hang: true });
  krakenServer.answer({ hang: true });
  const { book, refresh } = ratesOn([devChain]);
  const startedAt = performance.now();
  expect(await refresh.run(300)).toEqual(['dev']);
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(book.rate('ETH', 'USD')).toMatchObject({ rate: '3000', sources: ['dev'] });
  expect(book.rate('USDC', 'USD')?.rate).toBe('1');
});

test('real rates take the place of the fixed ones', async () => {
  coinbaseServer.answer({ status: 500 });
  krakenServer.answer({ status: 500 });
  const { book, refresh } = ratesOn([devChain]);
  await refresh.run();
  coinbaseSays({ ETH: { USD: '2500' } });
  await refresh.run();
  expect(book.rate('ETH', 'USD')).toMatchObject({ rate: '2500', sources: ['coinbase'] });
  expect(book.rate('USDC', 'USD')).toMatchObject({ sources: ['dev'] });
});

test('on a real chain there is no rate without a source, not even from fixed ones that are stored', async () => {
  coinbaseServer.answer({ status: 500 });
  krakenServer.answer({ status: 500 });
  await ratesOn([devChain]).refresh.run();
  for (const chains of [[ethereum], [ethereum, devChain]]) {
    const { book, refresh } = ratesOn(chains);
    expect(await refresh.run()).toEqual([]);
    expect(book.rate('ETH', 'USD')).toBeUndefined();
  }
});

test('a rate that is ten minutes old is used no longer', async () => {
  coinbaseSays({ ETH: { USD: '3000' } });
  krakenServer.answer({ status: 500 });
  const { book, refresh } = ratesOn([ethereum]);
  await refresh.run();
  const at = book.rate('ETH', 'USD')?.at.getTime() ?? 0;
  expect(book.rate('ETH', 'USD', new Date(at + maxAgeMs))?.rate).toBe('3000');
  expect(book.rate('ETH', 'USD', new Date(at + maxAgeMs + 1))).toBeUndefined();
});

test('what one process has asked for, another knows, and does not ask for at its boot', async () => {
  coinbaseSays({ ETH: { USD: '3000' }, USDC: { USD: '1' } });
  krakenServer.answer({ status: 500 });
  await ratesOn([devChain]).refresh.run();
  const asked = coinbaseServer.requests.length;
  const { book, refresh } = ratesOn([devChain]);
  const lifecycle = new RatesRunner(book, refresh, logger);
  await lifecycle.onModuleInit();
  expect(book.rate('ETH', 'USD')?.rate).toBe('3000');
  expect(coinbaseServer.requests.length).toBe(asked);
  await lifecycle.beforeApplicationShutdown();
});

test('a coin that a source does not know leaves the others known', async () => {
  coinbaseSays({ ETH: { USD: '3000' } });
  krakenSays({ ...krakenFiat, ...krakenEther });
  const { book, refresh } = ratesOn([ethereum]);
  expect(await refresh.run()).toEqual(['coinbase', 'kraken']);
  expect(book.rate('ETH', 'USD')?.rate).toBe('3001');
  expect(book.rate('USDT', 'USD')).toBeUndefined();
});
