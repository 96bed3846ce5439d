import { AmountError, formatRate, parseRate, rateScale } from '@sixpence/money';

/** What a source says: so much of the currency for one whole coin, as a decimal string with at most 12 decimals. */
export interface Quote {
  readonly symbol: string;
  readonly currency: string;
  readonly rate: string;
}

/** A quote with the one who said it, and when. */
export interface SourcedQuote extends Quote {
  readonly source: string;
  readonly at: Date;
}

/** A rate to lock an invoice with. `at` is the time of the oldest quote in it. */
export interface AgreedRate {
  readonly rate: string;
  readonly sources: readonly string[];
  readonly at: Date;
}

/** A quote older than this is not used: 10 minutes. */
export const maxAgeMs = 600_000;
/** Sources that are further apart than this, in per cent of the lower one, do not speak of the same thing. */
const maxSpreadPercent = 10n;

const one = 10n ** BigInt(rateScale);

/** A source's text as a rate, cut after 12 decimals; undefined when it is no positive, finite decimal. */
export function readRate(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 60) return undefined;
  const digits = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!digits) return undefined;
  try {
    return formatRate(parseRate(`${digits[1]}.${(digits[2] ?? '0').slice(0, rateScale)}`));
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

/** The rate over an intermediate currency, a per b times b per c, rounded down to 12 decimals; undefined when nothing is left. */
export function crossRate(first: string, second: string): string | undefined {
  const product = (parseRate(first) * parseRate(second)) / one;
  return product > 0n ? formatRate(product) : undefined;
}

/** The inverse of a rate, rounded down to 12 decimals. */
export function inverseRate(rate: string): string | undefined {
  const inverse = (one * one) / parseRate(rate);
  return inverse > 0n ? formatRate(inverse) : undefined;
}

/**
 * The median of what the sources say of one pair; of an even number, the mean of the two in the middle, rounded down.
 * Undefined when nobody says anything fresh, or when the sources are too far apart to be believed: no rate is better than
 * a wrong one.
 */
export function agreeOnRate(quotes: readonly SourcedQuote[], now: Date): AgreedRate | undefined {
  const fresh = quotes.filter(({ at }) => isFresh(at, now));
  const rates = fresh.map(({ rate }) => parseRate(rate)).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [lowest] = rates;
  const highest = rates.at(-1);
  const upper = rates[rates.length >> 1];
  const lower = rates[(rates.length - 1) >> 1];
  if (!lowest || !highest || !upper || !lower) return undefined;
  if ((highest - lowest) * 100n > lowest * maxSpreadPercent) return undefined;
  return {
    rate: formatRate((lower + upper) / 2n),
    sources: fresh.map(({ source }) => source).toSorted(),
    at: new Date(Math.min(...fresh.map(({ at }) => at.getTime()))),
  };
}

/** Whether a quote of that time may still be used. */
export const isFresh = (at: Date, now: Date): boolean => now.getTime() - at.getTime() <= maxAgeMs;
