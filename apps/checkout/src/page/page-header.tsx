import './page-header.css';
import type { CheckoutInvoice } from '@sixpence/sdk';
import { ArrowLeftIcon } from '../design/icons.js';
import { shopLink } from './shop-link.js';

/** Whose page this is, and the way back before anything is paid. */
export function PageHeader({ invoice }: { invoice: CheckoutInvoice }) {
  const back = shopLink(invoice.status === 'new' ? (invoice.cancelUrl ?? invoice.redirectUrl) : null);
  return (
    <header className="page-header">
      {back !== undefined && (
        <a className="page-back" href={back} rel="noreferrer" aria-label={`Back to ${invoice.storeName}`}>
          <ArrowLeftIcon />
        </a>
      )}
      <span className="page-initial" aria-hidden="true">
        {initialOf(invoice.storeName)}
      </span>
      <span className="page-store">{invoice.storeName}</span>
      {invoice.testWallet && <span className="page-badge">Test mode</span>}
    </header>
  );
}

/** The first character as people count them. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter('en').segment(name);
  return first?.segment ?? '';
}
