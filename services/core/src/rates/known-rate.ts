import { parseRate } from '@sixpence/money';
import type { RateFault } from '@sixpence/schemas';
import { agreeOnRate, isFresh, isWithin } from './agreed-rate.js';
import type { AgreedRate } from './agreed-rate.js';
import type { SourcedQuote } from './rate.js';

/** All that was said, by `symbol/currency`. */
export type QuotesByPair = ReadonlyMap<string, readonly SourcedQuote[]>;

/** What is asked for. `peg` is the currency that a stablecoin promises to be worth one of. */
export interface WantedRate {
  readonly symbol: string;
  readonly currency: string;
  readonly peg?: string | undefined;
}

/** A stablecoin that is further from its peg, in per cent, has lost it. */
const maxDepegPercent = 2n;
const atPeg = parseRate('1');

/** Every coin has a rate in it at most sources. */
const dollar = 'USD';

/**
 * The rate of a pair, or why there is none. A stablecoin has its market rate, never 1 by definition, and none in any currency
 * while it is off its peg or nobody knows whether it is: its rate may fall further before the money is there.
 */
export function knownRate(
  quotes: QuotesByPair,
  { symbol, currency, peg }: WantedRate,
  now: Date,
  quorum: number,
): AgreedRate | RateFault {
  if (peg !== undefined) {
    const inPeg = agreeOnRate(quotes.get(`${symbol}/${peg}`) ?? [], now, quorum);
    if (typeof inPeg === 'string') return inPeg;
    if (!isWithin(parseRate(inPeg.rate), atPeg, maxDepegPercent)) return 'depegged';
  }
  const pair = quotes.get(`${symbol}/${currency}`) ?? [];
  const agreed = agreeOnRate(pair, now, quorum);
  if (agreed !== 'too-few-sources' || currency === dollar) return agreed;
  return isVouchedFor(quotes, symbol, pair, now, quorum) ? agreeOnRate(pair, now, 1) : agreed;
}

/** A currency that few sources know is taken from fewer, if what they say of the coin in dollars is what all agree on. */
function isVouchedFor(
  quotes: QuotesByPair,
  symbol: string,
  pair: readonly SourcedQuote[],
  now: Date,
  quorum: number,
): boolean {
  const inDollars = agreeOnRate(quotes.get(`${symbol}/${dollar}`) ?? [], now, quorum);
  if (typeof inDollars === 'string') return false;
  const right = new Set(inDollars.sources.map(({ source }) => source));
  return pair.filter(({ at }) => isFresh(at, now)).every(({ source }) => right.has(source));
}
