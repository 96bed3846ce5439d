import type { Rate, RateFault, RateOrigin } from '@sixpence/schemas';
import type { AgreedRate } from './agreed-rate.js';

/** What a rate comes from, as invoices keep and show it. */
export const rateOriginOf = ({ rate, at, sources }: AgreedRate): RateOrigin => ({
  rate,
  at: at.toISOString(),
  sources: sources.map((word) => ({ ...word, at: word.at.toISOString() })),
});

/** The rate of a pair as the API shows it, or why there is none. */
export function rateObject(
  pair: Pick<Rate, 'symbol' | 'currency' | 'assets'>,
  found: AgreedRate | RateFault,
): Rate {
  const object = 'rate';
  if (typeof found === 'string') return { object, ...pair, rate: null, fault: found, origin: null };
  return { object, ...pair, rate: found.rate, fault: null, origin: rateOriginOf(found) };
}
