import type { CheckoutInvoice } from '@sixpence/sdk';
import { formatCurrency } from '../amounts/format-amount.js';
import type { Stage } from '../invoice/stage.js';

const words: Record<Exclude<Stage, 'due' | 'rest-due'>, string> = {
  closing: 'Time is up',
  processing: 'Confirming',
  settled: 'Paid',
  expired: 'Expired',
  invalid: 'Not confirmed',
  canceled: 'Canceled',
};

/** What the tab says, so that a payer who went to the wallet sees the news from there. */
export function documentTitle(invoice: CheckoutInvoice, stage: Stage): string {
  const isDue = stage === 'due' || stage === 'rest-due';
  const what = isDue ? `Pay ${formatCurrency(invoice.due, invoice.currency)}` : words[stage];
  return `${what} · ${invoice.storeName}`;
}
