import { AmountError } from './amount-error.js';

/** The largest amount there is: what an EVM word holds. It has 78 digits and fits PostgreSQL's `numeric(78,0)`. */
export const maxUnits = 2n ** 256n - 1n;

// More characters than the largest amount has: it bounds the work before any parsing.
const maxTextLength = 200;
const syntax = /^(\d+)(?:\.(\d+))?$/;

/**
 * Reads a decimal amount as an integer of the smallest unit: `parseDecimal('25.00', 2)` is `2500n`. No sign, exponent,
 * grouping or rounding: more decimals than there are is an error, even when they are zeros, since the sender and we
 * then disagree on what the currency is. Throws an `AmountError`.
 */
export function parseDecimal(text: string, decimals: number): bigint {
  const match = text.length <= maxTextLength ? syntax.exec(text) : null;
  if (!match) throw new AmountError('syntax', 'Expected a decimal amount such as 25.00');
  const whole = match[1] ?? '';
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) {
    throw new AmountError('too-many-decimals', `Expected at most ${decimals} decimals`);
  }
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (units > maxUnits) throw new AmountError('too-large', 'The amount is too large');
  return units;
}

/** An amount with all its decimals, as currencies are written: `formatDecimal(2500n, 2)` is `'25.00'`. */
export function formatDecimal(units: bigint, decimals: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** An amount without trailing zeros, as assets are written: `formatUnits(12500000000000000n, 18)` is `'0.0125'`. */
export function formatUnits(units: bigint, decimals: number): string {
  const text = formatDecimal(units, decimals);
  return decimals === 0 ? text : text.replace(/\.?0+$/, '');
}
