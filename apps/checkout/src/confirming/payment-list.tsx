import './payment-list.css';
import type { CheckoutPayment } from '@sixpence/sdk';
import { formatAsset } from '../amounts/format-amount.js';
import { counts, paymentState } from './confirmation.js';
import { TransactionLink } from './transaction-link.js';

/** The payments that came, each with how far it is. */
export function PaymentList({ payments }: { payments: CheckoutPayment[] }) {
  return (
    <section className="payments" aria-label="Payments">
      <ul>
        {payments.map((payment) => (
          <li className="payment" key={payment.id} data-counts={counts(payment)}>
            <span className="payment-amount">{formatAsset(payment.amount, payment.symbol)}</span>
            <span className="payment-state">{paymentState(payment)}</span>
            <TransactionLink payment={payment} />
          </li>
        ))}
      </ul>
    </section>
  );
}
