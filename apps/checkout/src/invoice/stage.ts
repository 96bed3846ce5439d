import type { CheckoutInvoice } from '@sixpence/sdk';
import { isZero } from '../amounts/format-amount.js';

/**
 * What the payer is to be shown. All but two are the invoice's own status: an invoice that is `new` may be partly paid
 * (`rest-due`), or past its expiry while the server still makes sure that no payment came in time (`closing`).
 */
export type Stage =
  | 'due'
  | 'rest-due'
  | 'closing'
  | 'processing'
  | 'settled'
  | 'expired'
  | 'invalid'
  | 'canceled';

/** The stage of an invoice at the server's time `nowMs`, milliseconds since the epoch. */
export function stageOf(invoice: CheckoutInvoice, nowMs: number): Stage {
  if (invoice.status !== 'new') return invoice.status;
  if (nowMs >= Date.parse(invoice.expiresAt)) return 'closing';
  return isZero(invoice.paid) ? 'due' : 'rest-due';
}

/** Whether money may be sent now. */
export function isPayable(stage: Stage): stage is 'due' | 'rest-due' {
  return stage === 'due' || stage === 'rest-due';
}

/** Whether the payer may cancel: never once a payment was seen, which the server refuses too. */
export function isCancelable(invoice: CheckoutInvoice, stage: Stage): boolean {
  return stage === 'due' && invoice.payments.length === 0;
}
