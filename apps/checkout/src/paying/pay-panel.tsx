import './pay-panel.css';
import type { CheckoutInvoice, CheckoutMethod } from '@sixpence/sdk';
import { formatAsset, formatRate } from '../amounts/format-amount.js';
import { Countdown } from '../clock/countdown.js';
import { PaymentList } from '../confirming/payment-list.js';
import { ButtonLink } from '../design/button.js';
import type { OpenPage } from '../page/page-state.js';
import type { CheckoutCommands } from '../page/use-checkout.js';
import { AddressText } from './address-text.js';
import { CopyField } from './copy-field.js';
import { ExactlyWarning } from './exactly-warning.js';
import { QrCode } from './qr-code.js';
import { ReceivedBar } from './received-bar.js';
import { TestWallet } from './test-wallet.js';

interface PayPanelProps {
  page: OpenPage;
  method: CheckoutMethod;
  stage: 'due' | 'rest-due';
  nowMs: number;
  commands: CheckoutCommands;
}

/** Where the payer chooses an asset and learns what to send, and where. */
export function PayPanel({ page, method, stage, nowMs, commands }: PayPanelProps) {
  const { invoice, actions } = page;
  return (
    <>
      <div className="pay-head">
        <h1 tabIndex={-1}>{stage === 'due' ? 'Send your payment' : 'Send the rest'}</h1>
        <Countdown createdAt={invoice.createdAt} expiresAt={invoice.expiresAt} nowMs={nowMs} />
      </div>
      {stage === 'rest-due' && <ReceivedBar invoice={invoice} />}
      <ExactlyWarning method={method} />
      <SendTo invoice={invoice} method={method} />
      {invoice.testWallet && (
        <TestWallet method={method} state={actions.testPayment} onPay={commands.sendTestPayment} />
      )}
      {invoice.payments.length > 0 && <PaymentList payments={invoice.payments} />}
    </>
  );
}

function SendTo({ invoice, method }: { invoice: CheckoutInvoice; method: CheckoutMethod }) {
  const amount = formatAsset(method.due, method.symbol);
  return (
    <section className="send-to" aria-label="Where to send it">
      <QrCode text={method.dueUri} label={`QR code to pay ${amount} on ${method.network}`} />
      <div className="send-to-wallet">
        <ButtonLink kind="primary" href={method.dueUri}>
          Open in your wallet
        </ButtonLink>
      </div>
      <div className="send-to-fields">
        <CopyField label="Amount" text={method.due}>
          {amount}
        </CopyField>
        <CopyField label="Address" text={method.address}>
          <AddressText address={method.address} />
        </CopyField>
      </div>
      <p className="send-to-rate">Rate locked: {formatRate(method.rate, method.symbol, invoice.currency)}</p>
    </section>
  );
}
