import './ended-panel.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import type { ReactNode } from 'react';
import { PaymentList } from '../confirming/payment-list.js';
import { ButtonLink } from '../design/button.js';
import { ClockIcon, CrossIcon, WarningIcon } from '../design/icons.js';
import { shopLink } from '../page/shop-link.js';

type Ending = 'expired' | 'invalid' | 'canceled';

const words: Record<Ending, { title: string; text: string }> = {
  expired: {
    title: 'This invoice has expired',
    text: 'The price was held for a limited time. Please do not pay it any more; ask the shop for a new invoice.',
  },
  invalid: {
    title: 'The payment was not confirmed',
    text: 'The network took the payment back and did not confirm it again. Please ask the shop what to do.',
  },
  canceled: {
    title: 'Payment canceled',
    text: 'Nothing was charged. Please do not send money to this invoice any more.',
  },
};

const icons: Record<Ending, () => ReactNode> = {
  expired: ClockIcon,
  invalid: WarningIcon,
  canceled: CrossIcon,
};

/** The ends at which nothing was bought, and the way back. */
export function EndedPanel({ invoice, ending }: { invoice: CheckoutInvoice; ending: Ending }) {
  const { title, text } = words[ending];
  const Icon = icons[ending];
  const back = shopLink(invoice.cancelUrl ?? invoice.redirectUrl);
  return (
    <>
      <div className="ended">
        <span className="ended-sign" data-ending={ending}>
          <Icon />
        </span>
        <h1 tabIndex={-1}>{title}</h1>
        <p>{text}</p>
      </div>
      {invoice.payments.length > 0 && <PaymentList payments={invoice.payments} />}
      {back !== undefined && (
        <ButtonLink kind="primary" href={back}>
          Back to {invoice.storeName}
        </ButtonLink>
      )}
    </>
  );
}
