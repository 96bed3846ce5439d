import './receipt.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import { formatAsset, formatCurrency } from '../amounts/format-amount.js';
import { counts } from '../confirming/confirmation.js';
import { TransactionLink } from '../confirming/transaction-link.js';
import type { ReactNode } from 'react';
import { formatTime } from './format-time.js';

/** What the payer keeps: for whom, for what, how much, when, and by which transactions. */
export function Receipt({ invoice }: { invoice: CheckoutInvoice }) {
  const payments = invoice.payments.filter(counts);
  const paidAt = payments
    .map((payment) => payment.seenAt)
    .sort()
    .at(-1);
  return (
    <section className="receipt" aria-labelledby="receipt-title">
      <h2 className="receipt-title" id="receipt-title">
        Receipt
      </h2>
      <dl>
        <Row name="Paid to">{invoice.storeName}</Row>
        {invoice.description !== null && <Row name="For">{invoice.description}</Row>}
        {paidAt !== undefined && (
          <Row name="Paid on">
            <time dateTime={paidAt}>{formatTime(paidAt)}</time>
          </Row>
        )}
        {payments.map((payment) => (
          <Row name="Payment" key={payment.id}>
            {formatAsset(payment.amount, payment.symbol)}
            <TransactionLink payment={payment} />
          </Row>
        ))}
        {invoice.paid !== invoice.amount && (
          <Row name="Received">{formatCurrency(invoice.paid, invoice.currency)}</Row>
        )}
        <Row name="Invoice">
          <code className="receipt-id">{invoice.id}</code>
        </Row>
        <Row name="Total" isTotal>
          {formatCurrency(invoice.amount, invoice.currency)}
        </Row>
      </dl>
    </section>
  );
}

function Row({ name, isTotal = false, children }: { name: string; isTotal?: boolean; children: ReactNode }) {
  return (
    <div className="receipt-row" data-total={isTotal || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
