import { z } from 'zod';

const decimalPattern = /^\d+(\.\d+)?$/;

/** A decimal amount: digits, and digits after a point. No sign, no exponent. 256 bits have 78 digits. */
export const decimalText = z
  .string()
  .max(100)
  .regex(decimalPattern, { error: 'Expected a decimal amount such as 25.00' });

/** An amount that somebody asks for. No price has 40 digits, and a bound keeps every later product in range. */
export const requestedAmount = z
  .string()
  .max(40, { error: 'The amount is too long' })
  .regex(decimalPattern, { error: 'Expected a decimal amount such as 25.00' });

/** What is added to a price, in per cent: 0 to 50, with at most two decimals. */
export const markupPercent = z.string().regex(/^(?:[1-4]?\d(?:\.\d{1,2})?|50(?:\.0{1,2})?)$/, {
  error: 'Expected a per cent from 0 to 50 such as 1.5',
});

/** A signed decimal amount: a posting. */
export const signedDecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

/** An asset as CAIP-19, for example `eip155:1/erc20:0xa0b8…` or `eip155:1/slip44:60`. */
export const assetId = z
  .string()
  .max(200)
  .regex(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}\/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}$/, {
    error: 'Expected a CAIP-19 asset id',
  });

/** A chain as CAIP-2, for example `eip155:1`. */
export const chainId = z
  .string()
  .regex(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/, { error: 'Expected a CAIP-2 chain id' });

/** A currency as ISO 4217; which ones are known is `@sixpence/money`'s matter. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'Expected an ISO 4217 currency code such as USD' });
