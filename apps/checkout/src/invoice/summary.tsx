import './summary.css';
import type { CheckoutInvoice, CheckoutMethod } from '@sixpence/sdk';
import { formatAsset, formatCurrency } from '../amounts/format-amount.js';
import { isPayable, type Stage } from './stage.js';

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

interface SummaryProps {
  invoice: CheckoutInvoice;
  /** The chosen one, in whose asset the amount is told too while it can be paid. */
  method: CheckoutMethod | undefined;
  stage: Stage;
}

/** What the invoice is about: how much, in both currencies, and for what. */
export function Summary({ invoice, method, stage }: SummaryProps) {
  const isRest = stage === 'rest-due';
  return (
    <section className="summary" aria-label="Invoice">
      <p className="summary-caption">{captions[stage]}</p>
      <p className="summary-amount">
        {formatCurrency(isRest ? invoice.due : invoice.amount, invoice.currency)}
      </p>
      {method && isPayable(stage) && (
        <p className="summary-asset">
          {formatAsset(method.due, method.symbol)} on {method.network}
        </p>
      )}
      {isRest && (
        <p className="summary-part">
          {formatCurrency(invoice.paid, invoice.currency)} of{' '}
          {formatCurrency(invoice.amount, invoice.currency)} received
        </p>
      )}
      {invoice.description !== null && <p className="summary-description">{invoice.description}</p>}
    </section>
  );
}
