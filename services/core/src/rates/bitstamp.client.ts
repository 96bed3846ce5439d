import { z } from 'zod';
import { fetchJson } from './fetch-json.js';
import { isTradedCurrency, quotesOfMarkets } from './market.js';
import type { LastTrade } from './market.js';
import type { RateSource } from './rate-source.js';
import { readRate, readTime } from './rate.js';

const answer = z.array(z.object({ pair: z.unknown(), last: z.unknown(), timestamp: z.unknown() }));

/** Bitstamp's public ticker, all markets in one answer. `timestamp` is in seconds. https://www.bitstamp.net/api/#tag/Tickers */
export function bitstamp(baseUrl = 'https://www.bitstamp.net'): RateSource {
  return {
    name: 'bitstamp',
    async quotes(symbols, signal) {
      const tickers = answer.parse(await fetchJson(new URL('/api/v2/ticker/', baseUrl), signal));
      const lastTrades = new Map(
        tickers.flatMap(({ pair, last, timestamp }): [string, LastTrade][] => {
          const [rate, at] = [readRate(last), readTime(timestamp, 1_000)];
          const [base = ''] = typeof pair === 'string' ? pair.split('/') : [];
          const wanted = symbols.includes(base) || isTradedCurrency(base);
          return wanted && rate && at ? [[String(pair), { rate, at }]] : [];
        }),
      );
      return symbols.flatMap((symbol) => quotesOfMarkets(symbol, lastTrades));
    },
  };
}
