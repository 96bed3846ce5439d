import { valueOf } from '@sixpence/money';
import type { PaymentRow } from '../payments/payment-row.js';
import { eventsOfChange } from './invoice-events.js';
import type { InvoiceEventDefinition } from './invoice-events.js';
import { dueValueOf, methodOf } from './invoice-object.js';
import { evaluate } from './invoice.js';
import type { InvoiceFacts, PaymentFacts } from './invoice.js';
import type { LockedInvoice } from './locked-invoice.js';

/** Facts that have just become true of an invoice. Its payments are facts too; they are given whole. */
export interface NewFacts {
  readonly canceledAt?: Date;
  readonly expiredAt?: Date;
  readonly closedAt?: Date;
}

/** An invoice after a change, and the events that tell of it. */
export interface NextInvoice {
  readonly before: LockedInvoice;
  readonly row: LockedInvoice;
  readonly facts: InvoiceFacts;
  readonly payments: readonly PaymentRow[];
  readonly events: readonly InvoiceEventDefinition[];
}

/** What the rules need to know of a payment: its value is its amount at the rate that its method has locked. */
export const paymentFacts = (row: LockedInvoice, payment: PaymentRow): PaymentFacts => ({
  value: valueOf(BigInt(payment.amount), payment.decimals, methodOf(row, payment).rate),
  status: payment.status,
  disposition: payment.disposition,
  blockTime: payment.block_time,
});

/** The invoice that follows from all its payments and the facts, old and new. Pure; `now` is when it is changed. */
export function nextInvoice(
  before: LockedInvoice,
  payments: readonly PaymentRow[],
  news: NewFacts,
  now: Date,
): NextInvoice {
  const facts: InvoiceFacts = {
    dueValue: dueValueOf(before),
    expiresAt: before.expires_at,
    monitoringUntil: before.monitoring_until,
    canceledAt: news.canceledAt ?? before.canceled_at,
    expiredAt: news.expiredAt ?? before.expired_at ?? expiredBy(before, now),
    closedAt: news.closedAt ?? before.closed_at,
    payments: payments.map((payment) => paymentFacts(before, payment)),
  };
  const state = evaluate(facts);
  const events = eventsOfChange({ ...before, paidValue: BigInt(before.paid_value) }, state);
  const row: LockedInvoice = {
    ...before,
    status: state.status,
    exceptions: [...state.exceptions],
    paid_value: state.paidValue.toString(),
    updated_at: now,
    canceled_at: facts.canceledAt,
    expired_at: facts.expiredAt,
    closed_at: facts.closedAt,
    settled_at: state.status === 'settled' ? (before.settled_at ?? now) : null,
    version: before.version + 1,
    event_sequence: before.event_sequence + events.length,
  };
  return { before, row, facts, payments, events };
}

/**
 * A new invoice waits for its chains before it expires, since a payment in time may still be unknown. One that was paid
 * has nothing to wait for: when its money is taken back after the expiry, it is expired at once.
 */
const expiredBy = (before: LockedInvoice, now: Date): Date | null =>
  before.status !== 'new' && now > before.expires_at ? now : null;
