import './settled-panel.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import { Button, ButtonLink } from '../design/button.js';
import type { ActionState } from '../page/page-state.js';
import { shopLink } from '../page/shop-link.js';
import { CheckMark } from './check-mark.js';
import { Receipt } from './receipt.js';
import { ReceiptEmail } from './receipt-email.js';

interface SettledPanelProps {
  invoice: CheckoutInvoice;
  receipt: ActionState;
  onRequestReceipt: (email: string) => void;
}

/** The end of a good payment: thanks, the receipt, and the way back. */
export function SettledPanel({ invoice, receipt, onRequestReceipt }: SettledPanelProps) {
  const back = shopLink(invoice.redirectUrl);
  return (
    <>
      <div className="settled">
        <CheckMark />
        <h1 tabIndex={-1}>Payment complete</h1>
        <p>Thank you. {invoice.storeName} has received your payment.</p>
      </div>
      {back !== undefined && (
        <ButtonLink kind="primary" href={back}>
          Back to {invoice.storeName}
        </ButtonLink>
      )}
      <Receipt invoice={invoice} />
      <ReceiptEmail
        isSettled
        wasRequested={invoice.receiptRequested}
        state={receipt}
        onRequest={onRequestReceipt}
      />
      <div className="settled-print">
        <Button onClick={() => window.print()}>Print the receipt</Button>
      </div>
    </>
  );
}
