import { z } from 'zod';
import { fetchJson } from './fetch-json.js';
import { inverted, market } from './market.js';
import type { Market } from './market.js';
import { whatAnswered } from './rate-source.js';
import type { RateSource } from './rate-source.js';
import { readRate, readTime } from './rate.js';
import type { Quote } from './rate.js';

const answer = z.array(z.object({ symbol: z.string(), lastPrice: z.unknown(), closeTime: z.unknown() }));

/**
 * The markets we ask for, by the coin they tell of: one question a coin, since a market that Binance no longer has fails
 * the question it stands in. It has none in dollars: what it says in USDC goes over what the others say of USDC, and is
 * never taken for dollars.
 */
const marketsOf: Readonly<Record<string, readonly Market[]>> = {
  BTC: [market('BTC', 'USDC', 'BTCUSDC'), market('BTC', 'EUR', 'BTCEUR')],
  ETH: [market('ETH', 'USDC', 'ETHUSDC'), market('ETH', 'EUR', 'ETHEUR')],
  POL: [market('POL', 'USDC', 'POLUSDC')],
  USDC: [market('EUR', 'USDC', 'EURUSDC')],
  USDT: [market('USDC', 'USDT', 'USDCUSDT'), market('EUR', 'USDT', 'EURUSDT')],
};

/**
 * Binance's public statistics of a day, of which we read the last price and its time (`closeTime`, milliseconds), from the
 * host for those who only read the market.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#24hr-ticker-price-change-statistics
 */
export function binance(baseUrl = 'https://data-api.binance.vision'): RateSource {
  return {
    name: 'binance',
    async quotes(symbols, signal) {
      const questions = symbols.flatMap((symbol) => {
        const markets = marketsOf[symbol];
        return markets ? [() => quotesOf(baseUrl, symbol, markets, signal)] : [];
      });
      return (await whatAnswered(questions)).flat();
    },
  };
}

async function quotesOf(
  baseUrl: string,
  symbol: string,
  markets: readonly Market[],
  signal: AbortSignal,
): Promise<Quote[]> {
  const url = new URL('/api/v3/ticker/24hr', baseUrl);
  url.searchParams.set('symbols', JSON.stringify(markets.map(({ key }) => key)));
  url.searchParams.set('type', 'MINI');
  const tickers = answer.parse(await fetchJson(url, signal));
  return markets.flatMap(({ base, quote, key }) => {
    const ticker = tickers.find((one) => one.symbol === key);
    const [rate, at] = [readRate(ticker?.lastPrice), readTime(ticker?.closeTime, 1)];
    if (!rate || !at) return [];
    const trade = base === symbol ? { rate, at } : inverted({ rate, at });
    return trade ? [{ symbol, currency: base === symbol ? quote : base, ...trade }] : [];
  });
}
