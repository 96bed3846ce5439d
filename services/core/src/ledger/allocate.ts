import { amountDueUp, currencyFromValueDown, valueOf } from '@sixpence/money';
import type { BookableInvoice, BookablePayment } from './bookable.js';
import { summed } from './journal.js';
import type { PostingLine } from './journal.js';

/**
 * How a settled invoice hands out the customer's funds: to sales at most what was due, in the order in which the payments
 * were confirmed, and the rest to suspense. What is due in an asset is what the payer was asked for, rounded up as it was
 * there, so that an exact payment leaves no dust. `value` is what all of it was worth, in whole units of the currency.
 */
export function allocate(invoice: BookableInvoice): { postings: PostingLine[]; value: bigint } {
  const confirmed = invoice.payments
    .filter(({ status, placement }) => status === 'confirmed' && placement === 'counted')
    .toSorted(inOrderOfConfirmation);
  const postings: PostingLine[] = [];
  let rest = invoice.dueValue;
  let value = 0n;
  for (const { asset, amount, decimals, payDecimals, rate } of confirmed) {
    const due = amountDueUp(rest, decimals, payDecimals, rate);
    const sold = amount < due ? amount : due;
    postings.push(
      { kind: 'customer-funds', asset, amount },
      { kind: 'sales', asset, amount: -sold },
      { kind: 'suspense:overpaid', asset, amount: sold - amount },
    );
    rest -= valueOf(sold, decimals, rate);
    value += valueOf(amount, decimals, rate);
  }
  return { postings: summed(postings), value: currencyFromValueDown(value, invoice.currencyDecimals) };
}

function inOrderOfConfirmation(a: BookablePayment, b: BookablePayment): number {
  const byTime = (a.confirmedAt?.getTime() ?? 0) - (b.confirmedAt?.getTime() ?? 0);
  return byTime || (a.id < b.id ? -1 : 1);
}
