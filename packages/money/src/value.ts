import { parseRate, rateScale } from './rate.js';

/** Values are integers of a currency at this many decimals: 18 of the asset and 12 of the rate, so products are exact. */
export const VALUE_SCALE = 30;

/** The most decimals of an asset that values can hold exactly. */
const maxAssetDecimals = VALUE_SCALE - rateScale;

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

function checkDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > maxAssetDecimals) {
    throw new RangeError(`Expected 0 to ${maxAssetDecimals} decimals, not ${decimals}`);
  }
}

/** Divides integers, b > 0, rounding up. */
function divideUp(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a > 0n && a % b !== 0n ? quotient + 1n : quotient;
}

/** Divides integers, b > 0, rounding down (towards minus infinity). */
function divideDown(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && a % b !== 0n ? quotient - 1n : quotient;
}

/** The value of an amount of an asset at a rate. Exact: nothing is rounded. */
export function valueOf(amountUnits: bigint, assetDecimals: number, rate: string): bigint {
  checkDecimals(assetDecimals);
  return amountUnits * parseRate(rate) * power(maxAssetDecimals - assetDecimals);
}

/** The value of an amount of a currency. Exact. */
export function valueFromCurrency(units: bigint, currencyDecimals: number): bigint {
  return units * power(VALUE_SCALE - currencyDecimals);
}

/** A value in units of its currency, rounded down: what was paid. */
export function currencyFromValueDown(value: bigint, currencyDecimals: number): bigint {
  return divideDown(value, power(VALUE_SCALE - currencyDecimals));
}

/** A value in units of its currency, rounded up: what is still to be paid. */
export function currencyFromValueUp(value: bigint, currencyDecimals: number): bigint {
  return divideUp(value, power(VALUE_SCALE - currencyDecimals));
}

/**
 * The amount of an asset, in its smallest unit, that is worth at least `dueValue`, rounded up to `payDecimals` decimals,
 * since people type it into wallets. Nothing due is 0. Whoever pays it never owes a rest.
 */
export function amountDueUp(
  dueValue: bigint,
  assetDecimals: number,
  payDecimals: number,
  rate: string,
): bigint {
  checkDecimals(assetDecimals);
  if (dueValue <= 0n) return 0n;
  const decimals = Math.min(payDecimals, assetDecimals);
  const steps = divideUp(dueValue * power(decimals), power(VALUE_SCALE - rateScale) * parseRate(rate));
  return steps * power(assetDecimals - decimals);
}
