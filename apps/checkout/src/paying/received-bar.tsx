import './received-bar.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import { formatCurrency } from '../amounts/format-amount.js';
import { thousandthsOf } from '../amounts/share.js';

/** How much of the invoice has come, and how much is missing. */
export function ReceivedBar({ invoice }: { invoice: CheckoutInvoice }) {
  const share = thousandthsOf(invoice.paid, invoice.amount);
  return (
    <div className="received">
      <svg className="received-bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="received-whole" width="1000" height="8" />
        <rect className="received-part" width={share} height="8" />
      </svg>
      <dl className="received-sums">
        <div>
          <dt>Received</dt>
          <dd>{formatCurrency(invoice.paid, invoice.currency)}</dd>
        </div>
        <div>
          <dt>Still due</dt>
          <dd>{formatCurrency(invoice.due, invoice.currency)}</dd>
        </div>
      </dl>
    </div>
  );
}
