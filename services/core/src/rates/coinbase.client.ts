import { currencyDecimals } from '@sixpence/money';
import { z } from 'zod';
import { fetchJson } from './fetch-json.js';
import { whatAnswered } from './rate-source.js';
import type { RateSource } from './rate-source.js';
import { readRate } from './rate.js';
import type { Quote } from './rate.js';

const answer = z.object({ data: z.object({ rates: z.record(z.string(), z.unknown()) }) });

/**
 * Coinbase's public exchange rates: for one coin, every currency at once.
 * https://docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates
 */
export function coinbase(baseUrl = 'https://api.coinbase.com'): RateSource {
  return {
    name: 'coinbase',
    async quotes(symbols, signal) {
      const answers = await whatAnswered(symbols.map((symbol) => () => quotesOf(baseUrl, symbol, signal)));
      return answers.flat();
    },
  };
}

async function quotesOf(baseUrl: string, symbol: string, signal: AbortSignal): Promise<Quote[]> {
  const url = new URL('/v2/exchange-rates', baseUrl);
  url.searchParams.set('currency', symbol);
  const { data } = answer.parse(await fetchJson(url, signal));
  return Object.entries(data.rates).flatMap(([currency, text]) => {
    // The list holds coins too, under names that are not ISO 4217.
    const rate = currencyDecimals(currency) === undefined ? undefined : readRate(text);
    return rate ? [{ symbol, currency, rate }] : [];
  });
}
