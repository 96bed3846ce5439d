import { crossRate, inverseRate } from './rate.js';
import type { Quote } from './rate.js';

/** A market: so much of the quote for one of the base. `key` is the source's name of it. */
export interface Market {
  readonly base: string;
  readonly quote: string;
  readonly key: string;
}

/** A market of `base` in `quote`, under the source's own name. */
export const market = (base: string, quote: string, key: string): Market => ({ base, quote, key });

/** What was last paid on a market, and when, if the source says so. */
export interface LastTrade {
  readonly rate: string;
  readonly at?: Date | undefined;
}

/** Last trades by `base/quote`. */
export type LastTrades = ReadonlyMap<string, LastTrade>;

/** Currencies that are reached over the dollar where a coin has no market of its own in them. */
const crossed = ['EUR', 'GBP', 'AUD', 'CAD', 'CHF', 'JPY'];

/** Whether it is a currency that exchanges trade in, and not a coin. */
export const isTradedCurrency = (code: string): boolean => code === 'USD' || crossed.includes(code);

/**
 * What one exchange's last trades say of a coin, in each currency: its own market there, else over the dollar. A rate over
 * the dollar is rounded down to 12 decimals, and as old as the older of its two trades.
 */
export function quotesOfMarkets(symbol: string, lastTrades: LastTrades): Quote[] {
  const inDollars = lastTrades.get(`${symbol}/USD`);
  return ['USD', ...crossed].flatMap((currency) => {
    const trade = lastTrades.get(`${symbol}/${currency}`) ?? overDollars(inDollars, currency, lastTrades);
    return trade ? [{ symbol, currency, ...trade }] : [];
  });
}

function overDollars(
  inDollars: LastTrade | undefined,
  currency: string,
  lastTrades: LastTrades,
): LastTrade | undefined {
  const dollarsFor = lastTrades.get(`${currency}/USD`);
  const forDollars = lastTrades.get(`USD/${currency}`) ?? (dollarsFor && inverted(dollarsFor));
  if (!inDollars || !forDollars) return undefined;
  const rate = crossRate(inDollars.rate, forDollars.rate);
  return rate === undefined ? undefined : { rate, at: olderOf(inDollars.at, forDollars.at) };
}

/** A trade, seen from the other side of its market; undefined when nothing is left of the rate at 12 decimals. */
export function inverted({ rate, at }: LastTrade): LastTrade | undefined {
  const inverse = inverseRate(rate);
  return inverse === undefined ? undefined : { rate: inverse, at };
}

function olderOf(first: Date | undefined, second: Date | undefined): Date | undefined {
  if (!first || !second) return first ?? second;
  return first < second ? first : second;
}
