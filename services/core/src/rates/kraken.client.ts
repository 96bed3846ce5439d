import { z } from 'zod';
import { fetchJson } from './fetch-json.js';
import { whatAnswered } from './rate-source.js';
import type { RateSource } from './rate-source.js';
import { crossRate, inverseRate, readRate } from './rate.js';
import type { Quote } from './rate.js';

const answer = z.object({
  error: z.array(z.string()),
  result: z.record(z.string(), z.object({ c: z.array(z.unknown()) })).optional(),
});

/** A market: so much of the quote for one of the base. `key` is what its answer is filed under. */
interface Market {
  readonly base: string;
  readonly quote: string;
  readonly key: string;
}

const market = (base: string, quote: string, key: string): Market => ({ base, quote, key });

/** The markets we ask for, one question a coin: a market that Kraken no longer has fails the question it stands in. */
const markets: readonly Market[] = [
  market('BTC', 'USD', 'XXBTZUSD'),
  market('BTC', 'EUR', 'XXBTZEUR'),
  market('BTC', 'GBP', 'XXBTZGBP'),
  market('ETH', 'USD', 'XETHZUSD'),
  market('ETH', 'EUR', 'XETHZEUR'),
  market('ETH', 'GBP', 'XETHZGBP'),
  market('USDC', 'USD', 'USDCUSD'),
  market('USDC', 'EUR', 'USDCEUR'),
  market('USDC', 'GBP', 'USDCGBP'),
  market('USDT', 'USD', 'USDTZUSD'),
  market('USDT', 'EUR', 'USDTEUR'),
  market('USDT', 'GBP', 'USDTGBP'),
  market('POL', 'USD', 'POLUSD'),
  market('POL', 'EUR', 'POLEUR'),
  market('EUR', 'USD', 'ZEURZUSD'),
  market('GBP', 'USD', 'ZGBPZUSD'),
  market('AUD', 'USD', 'AUDUSD'),
  market('USD', 'CAD', 'ZUSDZCAD'),
  market('USD', 'CHF', 'USDCHF'),
  market('USD', 'JPY', 'ZUSDZJPY'),
];

/** Currencies that are reached over the dollar where a coin has no market of its own in them. */
const crossed = ['EUR', 'GBP', 'AUD', 'CAD', 'CHF', 'JPY'];

/** Kraken's public ticker, the last trade of each market. https://docs.kraken.com/api/docs/rest-api/get-ticker-information */
export function kraken(baseUrl = 'https://api.kraken.com'): RateSource {
  return {
    name: 'kraken',
    async quotes(symbols, signal) {
      const coins = symbols.filter((symbol) => markets.some(({ base }) => base === symbol));
      if (coins.length === 0) return [];
      const questions = [
        markets.filter(({ base }) => isFiat(base)),
        ...coins.map((coin) => markets.filter(({ base }) => base === coin)),
      ];
      const answers = await whatAnswered(questions.map((asked) => lastTradesOf(baseUrl, asked, signal)));
      const lastTrades = new Map(answers.flat());
      return coins.flatMap((coin) => quotesOf(coin, lastTrades));
    },
  };
}

/** The last trade's price of each market, by `base/quote`. */
async function lastTradesOf(
  baseUrl: string,
  asked: readonly Market[],
  signal: AbortSignal,
): Promise<[string, string][]> {
  const url = new URL('/0/public/Ticker', baseUrl);
  url.searchParams.set('pair', asked.map(({ key }) => key).join(','));
  const { error, result } = answer.parse(await fetchJson(url, signal));
  if (!result) throw new Error(`Kraken refused: ${error.join(', ').slice(0, 200)}`);
  return asked.flatMap(({ base, quote, key }): [string, string][] => {
    const rate = readRate(result[key]?.c[0]);
    return rate ? [[`${base}/${quote}`, rate]] : [];
  });
}

const isFiat = (code: string): boolean => code === 'USD' || crossed.includes(code);

function quotesOf(symbol: string, lastTrades: ReadonlyMap<string, string>): Quote[] {
  const inDollars = lastTrades.get(`${symbol}/USD`);
  return ['USD', ...crossed].flatMap((currency) => {
    const rate = lastTrades.get(`${symbol}/${currency}`) ?? overDollars(inDollars, currency, lastTrades);
    return rate ? [{ symbol, currency, rate }] : [];
  });
}

function overDollars(
  inDollars: string | undefined,
  currency: string,
  lastTrades: ReadonlyMap<string, string>,
): string | undefined {
  if (!inDollars) return undefined;
  const dollarsFor = lastTrades.get(`${currency}/USD`);
  const forDollars = lastTrades.get(`USD/${currency}`) ?? (dollarsFor && inverseRate(dollarsFor));
  return forDollars && crossRate(inDollars, forDollars);
}
