import { AmountError, formatRate, parseRate, rateScale } from '@sixpence/money';

/** What a source says: so much of the currency for one whole coin, as a decimal string with at most 12 decimals. */
export interface Quote {
  readonly symbol: string;
  readonly currency: string;
  readonly rate: string;
  /** When it was so, as the source says; undefined for a source that does not say. */
  readonly at?: Date | undefined;
}

/** A quote with the one who said it, and when. */
export interface SourcedQuote extends Quote {
  readonly source: string;
  readonly at: Date;
}

const one = 10n ** BigInt(rateScale);

/** A source's text as a rate, cut after 12 decimals; undefined when it is no positive, finite decimal. */
export function readRate(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 60) return undefined;
  // 36 digits before the point are what the table holds.
  const digits = /^(\d{1,36})(?:\.(\d+))?$/.exec(text);
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

/** A source's Unix time, in seconds (1,000 ms) or in milliseconds; undefined when it is none. */
export function readTime(text: unknown, unitMs: 1 | 1_000): Date | undefined {
  if (typeof text !== 'string' || !/^\d{1,16}(\.\d+)?$/.test(text)) return undefined;
  const time = new Date(Math.floor(Number(text) * unitMs));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
