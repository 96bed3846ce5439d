import { httpSink } from '@sixpence/testkit';
import type { HttpSink, SinkAnswer } from '@sixpence/testkit';
import { binance } from '../src/rates/binance.client.js';
import { bitstamp } from '../src/rates/bitstamp.client.js';
import { coinbase } from '../src/rates/coinbase.client.js';
import { coingecko } from '../src/rates/coingecko.client.js';
import { kraken } from '../src/rates/kraken.client.js';
import type { RateSource } from '../src/rates/rate-source.js';

export const sourceNames = ['binance', 'bitstamp', 'coinbase', 'coingecko', 'kraken'] as const;
export type SourceName = (typeof sourceNames)[number];

/** What a source says: a price by `base/quote`. A price may be no price. */
export type Prices = Readonly<Record<string, string>>;

/** Servers that answer as the public sources do. */
export interface RateServers {
  readonly sources: readonly RateSource[];
  readonly sinks: Readonly<Record<SourceName, HttpSink>>;
  /** The source knows these, as of that time, and refuses what else it is asked for in the way it does. */
  says(source: SourceName, prices: Prices, at?: Date): void;
  /** The source answers everything with this. */
  answers(source: SourceName, answer: SinkAnswer): void;
  close(): Promise<void>;
}

const clients = { binance, bitstamp, coinbase, coingecko, kraken };
const speakers = {
  binance: binanceSays,
  bitstamp: bitstampSays,
  coinbase: coinbaseSays,
  coingecko: coingeckoSays,
  kraken: krakenSays,
};

/** Starts them; each answers 200 without a body until it is told what to say. */
export async function startRateServers(): Promise<RateServers> {
  const started = await Promise.all(sourceNames.map(async (name) => [name, await httpSink()] as const));
  const sinks = Object.fromEntries(started) as Record<SourceName, HttpSink>;
  return {
    sinks,
    sources: started.map(([name, sink]) => clients[name](sink.url)),
    says: (source, prices, at = new Date()) =>
      sinks[source].answer(({ path }) =>
        speakers[source](new URL(path, sinks[source].url), new Map(Object.entries(prices)), at),
      ),
    answers: (source, answer) => sinks[source].answer(answer),
    close: async () => void (await Promise.all(started.map(([, sink]) => sink.close()))),
  };
}

/** An answer of JSON, which may be given as its text. */
export const json = (body: unknown): SinkAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

type Known = ReadonlyMap<string, string>;
const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);
const pairOf = (pair: string) => pair.split('/') as [string, string];

function coinbaseSays(url: URL, known: Known): SinkAnswer {
  const coin = url.searchParams.get('currency') ?? '';
  const rates = [...known].flatMap(([pair, price]) => {
    const [base, quote] = pairOf(pair);
    return base === coin ? [[quote, price]] : [];
  });
  if (rates.length === 0) return { status: 400 };
  return json({ data: { currency: coin, rates: Object.fromEntries(rates) } });
}

/** Kraken has one error for the whole question when it does not know one market of it. */
function krakenSays(url: URL, known: Known): SinkAnswer {
  const coins = ['BTC', 'ETH'];
  const keyOf = (pair: string) => {
    const [base, quote] = pairOf(pair);
    if (coins.includes(base)) return `X${base === 'BTC' ? 'XBT' : base}Z${quote}`;
    const old = ['EUR/USD', 'GBP/USD', 'USD/CAD', 'USD/JPY'].includes(pair);
    if (old) return `Z${base}Z${quote}`;
    return pair === 'USDT/USD' ? 'USDTZUSD' : base + quote;
  };
  const byKey = new Map([...known].map(([pair, price]) => [keyOf(pair), price]));
  const keys = (url.searchParams.get('pair') ?? '').split(',');
  if (keys.some((key) => !byKey.has(key))) return json({ error: ['EQuery:Unknown asset pair'] });
  return json({
    error: [],
    result: Object.fromEntries(keys.map((key) => [key, { c: [byKey.get(key), '1'] }])),
  });
}

/** Binance refuses the whole question when it does not know one symbol of it. */
function binanceSays(url: URL, known: Known, at: Date): SinkAnswer {
  const byKey = new Map([...known].map(([pair, price]) => [pair.replace('/', ''), price]));
  const keys = JSON.parse(url.searchParams.get('symbols') ?? '[]') as string[];
  if (keys.some((key) => !byKey.has(key))) {
    return { ...json({ code: -1121, msg: 'Invalid symbol.' }), status: 400 };
  }
  return json(
    keys.map((key) => ({ symbol: key, lastPrice: byKey.get(key), closeTime: at.getTime(), count: 76 })),
  );
}

function bitstampSays(_: URL, known: Known, at: Date): SinkAnswer {
  return json([...known].map(([pair, last]) => ({ pair, last, timestamp: String(seconds(at)), side: '0' })));
}

/** CoinGecko's prices are numbers: they are written into the text as they are. */
function coingeckoSays(url: URL, known: Known, at: Date): SinkAnswer {
  const symbols: Record<string, string> = {
    bitcoin: 'BTC',
    ethereum: 'ETH',
    'polygon-ecosystem-token': 'POL',
    'usd-coin': 'USDC',
    tether: 'USDT',
  };
  const coins = (url.searchParams.get('ids') ?? '').split(',').flatMap((id) => {
    const prices = [...known].flatMap(([pair, price]) => {
      const [base, quote] = pairOf(pair);
      return base === symbols[id] ? [`"${quote.toLowerCase()}":${price}`] : [];
    });
    if (prices.length === 0) return [];
    return [`"${id}":{${[...prices, `"last_updated_at":${seconds(at)}`].join(',')}}`];
  });
  return json(`{${coins.join(',')}}`);
}
