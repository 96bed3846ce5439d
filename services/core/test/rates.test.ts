import { migrate, openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { createLogger } from '@sixpence/telemetry';
import { testDatabase } from '@sixpence/testkit';
import type { SinkAnswer } from '@sixpence/testkit';
import { busMigrations } from '@sixpence/event-bus';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { maxAgeMs } from '../src/rates/agreed-rate.js';
import { RateBook } from '../src/rates/rate-book.provider.js';
import { RatesRunner } from '../src/rates/rates.runner.js';
import { RefreshRates } from '../src/rates/refresh-rates.js';
import { sourceNames, startRateServers } from './rate-servers.js';
import type { Prices, RateServers, SourceName } from './rate-servers.js';

const devChain = 'eip155:31337';
const ethereum = 'eip155:1';
const logger = createLogger('core', { level: 'silent' });

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let servers: RateServers;

beforeAll(async () => {
  database = await testDatabase();
  const directories = { bus: busMigrations, core: new URL('../migrations/', import.meta.url) };
  await migrate({ url: database.url, schema: 'core', directories });
  db = openDatabase({ url: database.url, schema: 'core', poolSize: 4, applicationName: 'test' });
  servers = await startRateServers();
});

beforeEach(async () => {
  await db.execute(sql`delete from rates`);
  for (const source of sourceNames) servers.answers(source, { status: 503 });
});

afterAll(async () => {
  await servers.close();
  await db.close();
  await database.close();
});

/** One process of core, as far as rates go. */
function ratesOn(chains: string[]) {
  const book = new RateBook(db, { chains });
  return { book, refresh: new RefreshRates(db, servers.sources, book, logger) };
}

const currencies = {
  'EUR/USD': '1.25',
  'GBP/USD': '1.25',
  'AUD/USD': '0.65',
  'USD/CAD': '1.4',
  'USD/CHF': '0.8',
  'USD/JPY': '150',
};
const ether = { 'ETH/USD': '3002', 'ETH/EUR': '2410', 'ETH/GBP': '2400' };
const dollarCoin = { 'USDC/USD': '1.0001', 'USDC/EUR': '0.8', 'USDC/GBP': '0.8' };
/** What each source says of ether when all is well, and of USDC. */
const well: Readonly<Record<SourceName, Prices>> = {
  coinbase: { 'ETH/USD': '3000', 'USDC/USD': '1', 'USDC/BTC': '0.00001' },
  kraken: { ...currencies, ...ether, ...dollarCoin },
  binance: { 'ETH/USDC': '3003', 'ETH/EUR': '2402', 'EUR/USDC': '1.25' },
  bitstamp: { 'ETH/USD': '3001', 'USDC/USD': '0.9999', 'BTC/USD': '100000' },
  coingecko: { 'ETH/USD': '3001.5', 'ETH/EUR': '2401', 'USDC/USD': '1' },
};
const sourcesOf = (rate: { sources: readonly { source: string }[] } | undefined) =>
  rate?.sources.map(({ source }) => source);

test('five sources are asked, and each is heard with its name, its word and its time', async () => {
  const at = new Date(Date.now() - 60_000);
  at.setMilliseconds(0);
  for (const source of sourceNames) servers.says(source, well[source], at);
  const { book, refresh } = ratesOn([ethereum]);
  expect((await refresh.run()).toSorted()).toEqual(sourceNames);
  const rate = book.rate('ETH', 'USD');
  expect(rate?.rate).toBe('3001.5');
  expect(rate?.at).toEqual(at);
  expect(rate?.sources).toEqual([
    { source: 'binance', rate: '3003', at },
    { source: 'bitstamp', rate: '3001', at },
    { source: 'coinbase', rate: '3000', at: expect.any(Date) },
    { source: 'coingecko', rate: '3001.5', at },
    { source: 'kraken', rate: '3002', at: expect.any(Date) },
  ]);
  expect(sourcesOf(book.rate('ETH', 'EUR'))).toEqual(['binance', 'coingecko', 'kraken']);
  expect(sourcesOf(book.rate('USDC', 'EUR'))).toEqual(['binance', 'kraken']);
});

test('a price in USDC is never taken for one in dollars', async () => {
  servers.says('binance', { 'ETH/USDC': '3000', 'ETH/EUR': '2400' });
  const { book, refresh } = ratesOn([devChain]);
  await refresh.run();
  expect(sourcesOf(book.rate('ETH', 'USD'))).toEqual(['dev']);
  servers.says('bitstamp', { 'USDC/USD': '0.99' });
  await refresh.run();
  expect(book.rate('ETH', 'USD')).toMatchObject({ rate: '2970', sources: [{ source: 'binance' }] });
});

test('a number of any length is read as it is written', async () => {
  servers.says('coingecko', { 'ETH/USD': '3001.123456789012', 'USDC/USD': '0.999999999999' });
  const { book, refresh } = ratesOn([devChain]);
  await refresh.run();
  expect(book.rate('ETH', 'USD')?.rate).toBe('3001.123456789012');
  expect(book.rate('USDC', 'USD')?.rate).toBe('0.999999999999');
});

const page = '<!doctype html><html><body>Checking your browser</body></html>';
const scaled = (prices: Prices, by: number): Prices =>
  Object.fromEntries(Object.entries(prices).map(([pair, price]) => [pair, String(Number(price) * by)]));
const answering = (answer: SinkAnswer) => (source: SourceName) => servers.answers(source, answer);
const saying = (change: (prices: Prices) => Prices, ageMs?: number) => (source: SourceName) => {
  const at = new Date(Date.now() - (ageMs ?? 0));
  servers.says(source, change(well[source]), at);
};
const all = (price: string) => saying((prices) => scaledTo(prices, price));
const scaledTo = (prices: Prices, price: string): Prices =>
  Object.fromEntries(Object.keys(prices).map((pair) => [pair, price]));

const wrongs: readonly [string, (source: SourceName) => void][] = [
  ['fails', answering({ status: 500 })],
  ['is asked too often', answering({ status: 429, headers: { 'retry-after': '60' } })],
  ['answers with a page', answering({ status: 200, headers: { 'content-type': 'text/html' }, body: page })],
  ['answers half a document', answering({ status: 200, body: '{"data":{"rates":{"USD":"30' })],
  ['answers nothing', answering({ status: 200, body: '' })],
  ['answers null', answering({ status: 200, body: 'null' })],
  ['answers without end', answering({ status: 200, body: '"'.padEnd(600_000, 'x') })],
  ['sends elsewhere', answering({ redirect: 'http://127.0.0.1:9/' })],
  ['cuts the connection', answering({ reset: true })],
  ['hangs', answering({ hang: true })],
  ['says zero', all('0')],
  ['says more than can be kept', all('9'.repeat(50))],
  ['says less than zero', all('-3000')],
  [
    'swaps the pair',
    saying((prices) =>
      Object.fromEntries(
        Object.entries(prices).map(([pair, price]) => [pair, (1 / Number(price)).toFixed(12)]),
      ),
    ),
  ],
  ['is 10 % too high', saying((prices) => scaled(prices, 1.1))],
  ['is 10 % too low', saying((prices) => scaled(prices, 0.9))],
];

describe.each(wrongs)('a source that %s stops no other', (_, goWrong) => {
  test.each(sourceNames)('%s', async (wrong) => {
    for (const source of sourceNames) servers.says(source, well[source]);
    goWrong(wrong);
    const { book, refresh } = ratesOn([ethereum]);
    await refresh.run(1_000);
    const rate = book.rate('ETH', 'USD');
    expect(sourcesOf(rate)).toEqual(sourceNames.filter((source) => source !== wrong));
    expect(Number(rate?.rate)).toBeGreaterThanOrEqual(3000);
    expect(Number(rate?.rate)).toBeLessThanOrEqual(3004);
    expect(Math.abs(Number(book.rate('USDC', 'USD')?.rate) - 1)).toBeLessThan(0.001);
  });
});

test.each(['binance', 'bitstamp', 'coingecko'] as const)(
  'what %s says of yesterday is not used',
  async (late) => {
    for (const source of sourceNames) servers.says(source, well[source]);
    servers.says(late, well[late], new Date(Date.now() - 86_400_000));
    const { book, refresh } = ratesOn([ethereum]);
    await refresh.run();
    expect(sourcesOf(book.rate('ETH', 'USD'))).toEqual(sourceNames.filter((source) => source !== late));
  },
);

test.each(sourceNames)('what a cache has kept of %s for a day is not used', async (late) => {
  for (const source of sourceNames) servers.says(source, well[source]);
  servers.answers(late, { status: 200, headers: { age: '86400' }, body: '{}' });
  const { book, refresh } = ratesOn([ethereum]);
  expect(await refresh.run()).not.toContain(late);
  expect(sourcesOf(book.rate('ETH', 'USD'))).toEqual(sourceNames.filter((source) => source !== late));
});

test('a source that asks to be left alone is, for as long as it says and no longer', async () => {
  for (const source of sourceNames) servers.says(source, well[source]);
  servers.answers('bitstamp', { status: 429, headers: { 'retry-after': '600' } });
  servers.answers('coingecko', { status: 429, headers: { 'retry-after': '0' } });
  const asked = (source: SourceName) => servers.sinks[source].requests.length;
  const { refresh } = ratesOn([ethereum]);
  await refresh.run();
  const before = [asked('bitstamp'), asked('coingecko')];
  servers.says('bitstamp', well.bitstamp);
  servers.says('coingecko', well.coingecko);
  expect((await refresh.run()).toSorted()).toEqual(['binance', 'coinbase', 'coingecko', 'kraken']);
  expect([asked('bitstamp'), asked('coingecko')]).toEqual([before[0], (before[1] ?? 0) + 1]);
});

test('a source that says two things of one pair stops no other', async () => {
  servers.says('bitstamp', well.bitstamp);
  const twice = `{"ethereum":{"usd":3000,"USD":3001,"last_updated_at":${Math.floor(Date.now() / 1_000)}}}`;
  servers.answers('coingecko', { status: 200, body: twice });
  const { book, refresh } = ratesOn([ethereum]);
  expect(await refresh.run()).toEqual(['bitstamp', 'coingecko']);
  expect(sourcesOf(book.rate('ETH', 'USD'))).toEqual(['bitstamp', 'coingecko']);
});

test('a source whose clock is ahead is believed no longer than others', async () => {
  servers.says('bitstamp', { 'ETH/USD': '3000' }, new Date(Date.now() + 86_400_000));
  const { book, refresh } = ratesOn([devChain]);
  await refresh.run();
  expect(book.rate('ETH', 'USD')?.at.getTime()).toBeLessThanOrEqual(Date.now());
});

test('where there is real money one source alone is not believed, and two that disagree are not', async () => {
  const { book, refresh } = ratesOn([ethereum]);
  servers.says('coinbase', { 'ETH/USD': '3000', 'ETH/KES': '390000' });
  await refresh.run();
  expect(book.find('ETH', 'USD')).toBe('too-few-sources');
  servers.says('bitstamp', { 'ETH/USD': '3300' });
  await refresh.run();
  expect(book.find('ETH', 'USD')).toBe('sources-disagree');
  expect(book.find('ETH', 'KES')).toBe('too-few-sources');
  servers.says('bitstamp', { 'ETH/USD': '3010' });
  await refresh.run();
  expect(book.rate('ETH', 'USD')?.rate).toBe('3005');
  // It alone knows shillings, and what it says in dollars is right.
  expect(book.rate('ETH', 'KES')?.rate).toBe('390000');
});

test('a stablecoin off its peg has no rate in any currency, and one on its peg has its market rate', async () => {
  const { book, refresh } = ratesOn([ethereum]);
  const says = (dollars: string) => {
    servers.says('coinbase', { 'USDC/USD': dollars, 'USDC/EUR': '0.8' });
    servers.says('bitstamp', { 'USDC/USD': dollars, 'USDC/EUR': '0.8', 'ETH/USD': '3000' });
    servers.says('coingecko', { 'ETH/USD': '3000', 'USDC/USD': dollars });
  };
  says('0.9801');
  await refresh.run();
  expect(book.rate('USDC', 'USD')?.rate).toBe('0.9801');
  expect(book.rate('USDC', 'EUR')?.rate).toBe('0.8');
  says('0.97');
  await refresh.run();
  expect(book.find('USDC', 'USD')).toBe('depegged');
  expect(book.find('USDC', 'EUR')).toBe('depegged');
  expect(book.rate('ETH', 'USD')?.rate).toBe('3000');
});

test('a currency in which a coin has no market is reached over the dollar', async () => {
  servers.says('kraken', { ...currencies, ...ether, ...dollarCoin });
  const { book, refresh } = ratesOn([devChain]);
  await refresh.run();
  expect(book.rate('ETH', 'JPY')).toMatchObject({ rate: '450300', sources: [{ source: 'kraken' }] });
  expect(book.rate('ETH', 'AUD')?.rate).toMatch(/^4618\.46/);
});

test('on a dev chain fixed rates step in when no public source answers, within the time that boot has', async () => {
  for (const source of sourceNames) servers.answers(source, { hang: true });
  const { book, refresh } = ratesOn([devChain]);
  const startedAt = performance.now();
  expect(await refresh.run(300)).toEqual(['dev']);
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(book.rate('ETH', 'USD')).toMatchObject({ rate: '3000', sources: [{ source: 'dev' }] });
  expect(book.rate('USDC', 'USD')?.rate).toBe('1');
});

test('real rates take the place of the fixed ones', async () => {
  const { book, refresh } = ratesOn([devChain]);
  await refresh.run();
  servers.says('coinbase', { 'ETH/USD': '2500' });
  await refresh.run();
  expect(book.rate('ETH', 'USD')).toMatchObject({ rate: '2500', sources: [{ source: 'coinbase' }] });
  expect(book.rate('USDC', 'USD')).toMatchObject({ sources: [{ source: 'dev' }] });
});

test('on a real chain there is no rate without a source, not even from fixed ones that are stored', async () => {
  await ratesOn([devChain]).refresh.run();
  for (const chains of [[ethereum], [ethereum, devChain]]) {
    const { book, refresh } = ratesOn(chains);
    expect(await refresh.run()).toEqual([]);
    expect(book.rate('ETH', 'USD')).toBeUndefined();
  }
});

test('a rate that is ten minutes old is used no longer', async () => {
  servers.says('coinbase', { 'ETH/USD': '3000' });
  servers.says('bitstamp', { 'ETH/USD': '3000' });
  const { book, refresh } = ratesOn([ethereum]);
  await refresh.run();
  const at = book.rate('ETH', 'USD')?.at.getTime() ?? 0;
  expect(book.rate('ETH', 'USD', new Date(at + maxAgeMs))?.rate).toBe('3000');
  expect(book.rate('ETH', 'USD', new Date(at + maxAgeMs + 1))).toBeUndefined();
  await db.execute(sql`update rates set quoted_at = now() - interval '1 day'`);
  await book.load();
  expect(book.find('ETH', 'USD')).toBe('stale');
});

test('what one process has asked for, another knows, and does not ask for at its boot', async () => {
  servers.says('coinbase', { 'ETH/USD': '3000', 'USDC/USD': '1' });
  await ratesOn([devChain]).refresh.run();
  const asked = servers.sinks.coinbase.requests.length;
  const { book, refresh } = ratesOn([devChain]);
  const lifecycle = new RatesRunner(book, refresh, logger);
  await lifecycle.onModuleInit();
  expect(book.rate('ETH', 'USD')?.rate).toBe('3000');
  expect(servers.sinks.coinbase.requests.length).toBe(asked);
  await lifecycle.beforeApplicationShutdown();
});

test('a coin that a source does not know leaves the others known', async () => {
  servers.says('coinbase', { 'ETH/USD': '3000' });
  servers.says('kraken', { ...currencies, ...ether });
  const { book, refresh } = ratesOn([ethereum]);
  expect(await refresh.run()).toEqual(['coinbase', 'kraken']);
  expect(book.rate('ETH', 'USD')?.rate).toBe('3001');
  expect(book.rate('USDT', 'USD')).toBeUndefined();
});
