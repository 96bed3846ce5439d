import './design/tokens.css';
import './design/base.css';
import { createCheckoutClient } from '@sixpence/sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CheckoutPage } from './page/checkout-page.js';
import { Failed } from './page/failed.js';
import { invoiceIdOf } from './page/invoice-id.js';
import './receipt/print.css';

const noInvoice = {
  title: 'No invoice is chosen',
  text: 'Please open the link that the shop gave you.',
  isFinal: true,
};

const place = document.getElementById('checkout');
if (!place) throw new Error('index.html has no #checkout');
const invoiceId = invoiceIdOf(location.pathname);
const client = createCheckoutClient();

createRoot(place).render(
  <StrictMode>
    {invoiceId === undefined ? (
      <Failed failure={noInvoice} onRetry={() => location.reload()} />
    ) : (
      <CheckoutPage client={client} invoiceId={invoiceId} />
    )}
  </StrictMode>,
);
