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

/** The text of a rate, without trailing zeros. */
export const formatRate = (scaled: bigint): Rate => formatUnits(scaled, rateScale);
