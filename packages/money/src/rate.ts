import { AmountError } from './amount-error.js';
import { formatUnits, parseDecimal } from './decimal.js';

/** A rate: how much of a currency one whole asset is worth, as a decimal string with at most `rateScale` decimals. */
export type Rate = string;

/** The most decimals a rate has. */
export const rateScale = 12;

/** A rate as an integer at `rateScale` decimals. Throws an `AmountError` when it cannot be read or is zero. */
export function parseRate(rate: Rate): bigint {
  const scaled = parseDecimal(rate, rateScale);
  if (scaled === 0n) throw new AmountError('not-positive', 'A rate is more than zero');
  return scaled;
}

/**
 * The rate for somebody who adds a markup to the price, in hundredths of a per cent (150 is 1.5 %): the rate ÷ (1 + markup),
 * rounded down to 12 decimals, so that what is due at it is never less than the price with its markup at the rate itself.
 * Undefined when nothing is left. Throws as `parseRate` does, and a `RangeError` for a markup that is no whole number ≥ 0.
 */
export function rateWithMarkupDown(rate: Rate, markupBps: number): Rate | undefined {
  if (!Number.isInteger(markupBps) || markupBps < 0) throw new RangeError(`${markupBps} is no markup`);
  const scaled = (parseRate(rate) * 10_000n) / (10_000n + BigInt(markupBps));
  return scaled === 0n ? undefined : formatRate(scaled);
}

/** The text of a rate, without trailing zeros. */
export const formatRate = (scaled: bigint): Rate => formatUnits(scaled, rateScale);
