import './closing-panel.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import { PaymentList } from '../confirming/payment-list.js';

/** The time is up here, while the server still looks through the chain for a payment that came in time. */
export function ClosingPanel({ invoice }: { invoice: CheckoutInvoice }) {
  return (
    <>
      <div className="closing">
        <span className="closing-spinner" aria-hidden="true" />
        <h1 tabIndex={-1}>The time is up</h1>
        <p>We are checking whether a payment came in time. Please don&rsquo;t send anything now.</p>
      </div>
      {invoice.payments.length > 0 && <PaymentList payments={invoice.payments} />}
    </>
  );
}
