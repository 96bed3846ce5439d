import './summary.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import { formatCurrency } from '../amounts/format-amount.js';
import type { Stage } from './stage.js';

const captions: Record<Stage, string> = {
  due: 'Amount to pay',
  'rest-due': 'Still to pay',
  closing: 'Amount to pay',
  processing: 'Amount paid',
  settled: 'Amount paid',
  expired: 'Amount of the invoice',
  invalid: 'Amount of the invoice',
  canceled: 'Amount of the invoice',
};

/** What the invoice is about: for whom, how much, for what. */
export function Summary({ invoice, stage }: { invoice: CheckoutInvoice; stage: Stage }) {
  const isRest = stage === 'rest-due';
  return (
    <section className="summary" aria-label="Invoice">
      <p className="summary-caption">{captions[stage]}</p>
      <p className="summary-amount">{formatCurrency(isRest ? invoice.due : invoice.amount, invoice.currency)}</p>
      {isRest && (
        <p className="summary-part">
          {formatCurrency(invoice.paid, invoice.currency)} of {formatCurrency(invoice.amount, invoice.currency)} received
        </p>
      )}
      {invoice.description !== null && <p className="summary-description">{invoice.description}</p>}
    </section>
  );
}
