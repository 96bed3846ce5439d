import { z } from 'zod';
import { fetchJson } from './fetch-json.js';
import { isTradedCurrency, market, quotesOfMarkets } from './market.js';
import type { LastTrade, Market } from './market.js';
import { whatAnswered } from './rate-source.js';
import type { RateSource } from './rate-source.js';
import { readRate } from './rate.js';

const answer = z.object({
  error: z.array(z.string()),
  result: z.record(z.string(), z.object({ c: z.array(z.unknown()) })).optional(),
});

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

/** Kraken's public ticker, the last trade of each market. https://docs.kraken.com/api/docs/rest-api/get-ticker-information */
export function kraken(baseUrl = 'https://api.kraken.com'): RateSource {
  return {
    name: 'kraken',
    async quotes(symbols, signal) {
      const coins = symbols.filter((symbol) => markets.some(({ base }) => base === symbol));
      if (coins.length === 0) return [];
      const questions = [
        markets.filter(({ base }) => isTradedCurrency(base)),
        ...coins.map((coin) => markets.filter(({ base }) => base === coin)),
      ];
      const answers = await whatAnswered(
        questions.map((asked) => () => lastTradesOf(baseUrl, asked, signal)),
      );
      const lastTrades = new Map(answers.flat());
      return coins.flatMap((coin) => quotesOfMarkets(coin, lastTrades));
    },
  };
}

async function lastTradesOf(
  baseUrl: string,
  asked: readonly Market[],
  signal: AbortSignal,
): Promise<[string, LastTrade][]> {
  const url = new URL('/0/public/Ticker', baseUrl);
  url.searchParams.set('pair', asked.map(({ key }) => key).join(','));
  const { error, result } = answer.parse(await fetchJson(url, signal));
  if (!result) throw new Error(`Kraken refused: ${error.join(', ').slice(0, 200)}`);
  return asked.flatMap(({ base, quote, key }): [string, LastTrade][] => {
    const rate = readRate(result[key]?.c[0]);
    return rate ? [[`${base}/${quote}`, { rate }]] : [];
  });
}
