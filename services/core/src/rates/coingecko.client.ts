import { currencyDecimals } from '@sixpence/money';
import { z } from 'zod';
import { fetchJson } from './fetch-json.js';
import type { RateSource } from './rate-source.js';
import { readRate, readTime } from './rate.js';

const answer = z.record(z.string(), z.record(z.string(), z.unknown()));

/** CoinGecko's names of the coins: a symbol is no name there, since anybody may list a coin under any symbol. */
const ids: Readonly<Record<string, string>> = {
  BTC: 'bitcoin',
  ETH: 'ethereum',
  POL: 'polygon-ecosystem-token',
  USDC: 'usd-coin',
  USDT: 'tether',
};

const currencies =
  'usd,eur,gbp,aud,cad,chf,jpy,aed,ars,bdt,bhd,bmd,brl,clp,cny,czk,dkk,hkd,huf,idr,ils,inr,krw,kwd,lkr,mmk,mxn,myr,ngn,' +
  'nok,nzd,php,pkr,pln,rub,sar,sek,sgd,thb,try,twd,uah,vnd,zar';

/**
 * CoinGecko's public prices: means over many exchanges, in one answer, each coin with the time (seconds) of its last
 * change. https://docs.coingecko.com/reference/simple-price
 */
export function coingecko(baseUrl = 'https://api.coingecko.com'): RateSource {
  return {
    name: 'coingecko',
    async quotes(symbols, signal) {
      const known = symbols.filter((symbol) => ids[symbol] !== undefined);
      if (known.length === 0) return [];
      const url = new URL('/api/v3/simple/price', baseUrl);
      url.searchParams.set('ids', known.map((symbol) => ids[symbol]).join(','));
      url.searchParams.set('vs_currencies', currencies);
      url.searchParams.set('include_last_updated_at', 'true');
      url.searchParams.set('precision', 'full');
      const coins = answer.parse(await fetchJson(url, signal));
      return known.flatMap((symbol) => {
        const { last_updated_at: updatedAt, ...prices } = coins[ids[symbol] ?? ''] ?? {};
        const at = readTime(updatedAt, 1_000);
        if (!at) return [];
        return Object.entries(prices).flatMap(([code, price]) => {
          const currency = code.toUpperCase();
          const rate = currencyDecimals(currency) === undefined ? undefined : readRate(price);
          return rate ? [{ symbol, currency, rate, at }] : [];
        });
      });
    },
  };
}
