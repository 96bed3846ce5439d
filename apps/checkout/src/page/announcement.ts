import type { CheckoutInvoice } from '@sixpence/sdk';
import { formatCurrency } from '../amounts/format-amount.js';
import { secondsUntil, spokenSeconds } from '../clock/server-clock.js';
import { confirmationOf } from '../confirming/confirmation.js';
import type { Stage } from '../invoice/stage.js';

/** Seconds before the end at which those who listen are told. */
const REMINDERS_SECONDS = [300, 60];

/**
 * What a screen reader is to say of the state: one sentence that stays the same while nothing worth saying changes, so
 * that a live region which holds it speaks exactly at the changes.
 */
export function announcementOf(invoice: CheckoutInvoice, stage: Stage, nowMs: number): string {
  const money = (amount: string) => formatCurrency(amount, invoice.currency);
  switch (stage) {
    case 'due':
      return `Waiting for your payment of ${money(invoice.amount)}.${reminder(invoice, nowMs)}`;
    case 'rest-due':
      return `${money(invoice.paid)} received. ${money(invoice.due)} is still due.${reminder(invoice, nowMs)}`;
    case 'closing':
      return 'The time is up. Checking whether a payment came in time.';
    case 'processing':
      return processingSentence(invoice);
    case 'settled':
      return 'Payment complete. Thank you.';
    case 'expired':
      return 'This invoice has expired. Please do not pay it any more.';
    case 'invalid':
      return 'The payment was not confirmed by the network. Please ask the shop.';
    case 'canceled':
      return 'This payment is canceled. Please do not pay it any more.';
  }
}

function processingSentence(invoice: CheckoutInvoice): string {
  const { confirmations, required } = confirmationOf(invoice.payments);
  return `Payment received. ${confirmations} of ${required} confirmations.`;
}

function reminder(invoice: CheckoutInvoice, nowMs: number): string {
  const seconds = secondsUntil(invoice.expiresAt, nowMs);
  const due = REMINDERS_SECONDS.findLast((limit) => seconds <= limit);
  return due === undefined ? '' : ` Less than ${spokenSeconds(due)} left.`;
}
