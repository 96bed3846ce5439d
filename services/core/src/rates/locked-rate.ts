import { formatUnits, rateWithMarkupDown } from '@sixpence/money';
import type { RateFault, RateOrigin } from '@sixpence/schemas';
import type { AgreedRate } from './agreed-rate.js';

/** A rate as an invoice locks it, and what it comes from: the currency for one whole asset. */
export interface LockedRate {
  readonly rate: string;
  readonly origin: RateOrigin;
}

/**
 * The rate for a store with that markup, in hundredths of a per cent: rounded down to 12 decimals, so that the payer pays no less
 * than the markup says. The fault is handed on; a coin of which nothing is left at 12 decimals has no rate.
 */
export function lockedRate(found: AgreedRate | RateFault, markupBps: number): LockedRate | RateFault {
  if (typeof found === 'string') return found;
  const rate = rateWithMarkupDown(found.rate, markupBps);
  if (rate === undefined) return 'unknown';
  return {
    rate,
    origin: {
      rate: found.rate,
      markupPercent: formatUnits(BigInt(markupBps), 2),
      at: found.at.toISOString(),
      sources: found.sources.map((word) => ({ ...word, at: word.at.toISOString() })),
    },
  };
}
