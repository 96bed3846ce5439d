import './confirming-panel.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import type { ActionState } from '../page/page-state.js';
import { ReceiptEmail } from '../receipt/receipt-email.js';
import { confirmationOf } from './confirmation.js';
import { ConfirmationRing } from './confirmation-ring.js';
import { PaymentList } from './payment-list.js';

interface ConfirmingPanelProps {
  invoice: CheckoutInvoice;
  receipt: ActionState;
  onRequestReceipt: (email: string) => void;
}

/** The payment was seen in full, and the network confirms it block by block. Nothing is left for the payer to do. */
export function ConfirmingPanel({ invoice, receipt, onRequestReceipt }: ConfirmingPanelProps) {
  const { confirmations, required } = confirmationOf(invoice.payments);
  return (
    <>
      <div className="confirming">
        <ConfirmationRing confirmations={confirmations} required={required} />
        <h1 tabIndex={-1}>Payment received</h1>
        <p>The network is confirming it. You may close this page; it goes on without you.</p>
      </div>
      <PaymentList payments={invoice.payments} />
      <ReceiptEmail
        isSettled={false}
        wasRequested={invoice.receiptRequested}
        state={receipt}
        onRequest={onRequestReceipt}
      />
    </>
  );
}
