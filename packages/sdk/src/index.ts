/**
 * The client of Sixpence's checkout API, for pages that show an invoice to its payer. No dependencies: what it needs is
 * `fetch` and `EventSource`.
 */
export * from './checkout-client.js';
export * from './checkout-invoice.js';
export * from './failures.js';
export type { CheckoutWatch, CheckoutWatcher, Connection } from './watch-checkout.js';
