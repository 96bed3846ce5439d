import { AmountError, currencyDecimals, parseDecimal } from '@sixpence/money';
import { DomainError } from '@sixpence/schemas';

/** More than all the money there is; the value at scale 30 of it still fits PostgreSQL's numeric(78,0). */
const maxWholeUnits = 10n ** 24n;

/** An amount of a currency, in its smallest unit. */
export interface InvoiceAmount {
  readonly units: bigint;
  readonly currency: string;
  readonly decimals: number;
}

/** Reads what an invoice asks for. Throws `unknown_currency` or `invalid_amount`. */
export function readInvoiceAmount(amount: string, currency: string): InvoiceAmount {
  const decimals = currencyDecimals(currency);
  if (decimals === undefined) {
    throw new DomainError('unknown_currency', `The currency ${currency} is not known`, { field: 'currency' });
  }
  const units = readUnits(amount, decimals);
  if (units === 0n) throw invalidAmount('The amount must be more than zero');
  if (units > maxWholeUnits * 10n ** BigInt(decimals)) throw invalidAmount('The amount is too large');
  return { units, currency, decimals };
}

function readUnits(amount: string, decimals: number): bigint {
  try {
    return parseDecimal(amount, decimals);
  } catch (error) {
    if (error instanceof AmountError) throw invalidAmount(error.message);
    throw error;
  }
}

const invalidAmount = (detail: string) => new DomainError('invalid_amount', detail, { field: 'amount' });
