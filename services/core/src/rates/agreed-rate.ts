import { formatRate, parseRate } from '@sixpence/money';
import type { RateFault } from '@sixpence/schemas';
import type { SourcedQuote } from './rate.js';

/** What one source said, as it is kept with an invoice. */
export interface SourceWord {
  readonly source: string;
  readonly rate: string;
  readonly at: Date;
}

/** A rate to lock an invoice with, and what it comes from. `at` is the time of the oldest word in it. */
export interface AgreedRate {
  readonly rate: string;
  readonly sources: readonly SourceWord[];
  readonly at: Date;
}

/** A quote older than this is not used: 10 minutes. */
export const maxAgeMs = 600_000;
/** A source that is further than this from the median of all, in per cent of it, does not speak of the same thing. */
const maxDistancePercent = 3n;

/** Whether a quote of that time may still be used. */
export const isFresh = (at: Date, now: Date): boolean => now.getTime() - at.getTime() <= maxAgeMs;

/**
 * What the sources agree on for one pair, one quote a source: the median of the fresh quotes that are not outliers. An
 * outlier is more than 3 % from the median of all fresh ones. There is no rate when fewer than `quorum` sources speak, or
 * when no more than half of them are near the median: one camp is wrong, and we cannot know which. No rate is better than
 * a wrong one. As long as most sources are right, the others move the rate no further than to what a right one says.
 */
export function agreeOnRate(
  quotes: readonly SourcedQuote[],
  now: Date,
  quorum: number,
): AgreedRate | RateFault {
  if (quotes.length === 0) return 'unknown';
  const fresh = quotes.filter(({ at }) => isFresh(at, now));
  if (fresh.length === 0) return 'stale';
  if (fresh.length < quorum) return 'too-few-sources';
  const middle = medianDown(fresh.map(({ rate }) => parseRate(rate)));
  const near = fresh.filter(({ rate }) => isWithin(parseRate(rate), middle, maxDistancePercent));
  if (near.length * 2 <= fresh.length || near.length < quorum) return 'sources-disagree';
  return {
    rate: formatRate(medianDown(near.map(({ rate }) => parseRate(rate)))),
    sources: near
      .map(({ source, rate, at }) => ({ source, rate, at }))
      .toSorted((a, b) => (a.source < b.source ? -1 : 1)),
    at: new Date(Math.min(...near.map(({ at }) => at.getTime()))),
  };
}

/** Whether a rate is no further than so many per cent of `from` away from it. Exact. */
export const isWithin = (rate: bigint, from: bigint, percent: bigint): boolean =>
  (rate > from ? rate - from : from - rate) * 100n <= from * percent;

/** The one in the middle; of an even number, the mean of the two in the middle, rounded down. Of at least one. */
function medianDown(rates: readonly bigint[]): bigint {
  const sorted = rates.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0n;
  const upper = sorted[sorted.length >> 1] ?? 0n;
  return (lower + upper) / 2n;
}
