import {
  invoiceCanceled,
  invoiceExpired,
  invoiceInvalid,
  invoiceOverpaid,
  invoiceProcessing,
  invoiceReopened,
  invoiceSettled,
  invoiceUnderpaid,
} from '@sixpence/schemas';
import type { InvoiceStatus, invoiceEvents } from '@sixpence/schemas';
import type { InvoiceState } from './invoice.js';

export type InvoiceEventDefinition = (typeof invoiceEvents)[number];

const eventOfStatus: Readonly<Record<Exclude<InvoiceStatus, 'new'>, InvoiceEventDefinition>> = {
  processing: invoiceProcessing,
  settled: invoiceSettled,
  expired: invoiceExpired,
  invalid: invoiceInvalid,
  canceled: invoiceCanceled,
};

/**
 * The events that a change of state is told by, in order. Leaving `settled`, and going back to `new`, is a reopening
 * whatever the new status is; the new status then has its own event besides, so that who listens for it misses nothing.
 */
export function eventsOfChange(
  before: Pick<InvoiceState, 'status' | 'exceptions' | 'paidValue'>,
  after: Pick<InvoiceState, 'status' | 'exceptions' | 'paidValue'>,
): InvoiceEventDefinition[] {
  const events: InvoiceEventDefinition[] = [];
  if (before.status !== after.status) {
    if (before.status === 'settled' || after.status === 'new') events.push(invoiceReopened);
    if (after.status !== 'new') events.push(eventOfStatus[after.status]);
  }
  const appears = (exception: 'underpaid' | 'overpaid'): boolean =>
    after.exceptions.includes(exception) && !before.exceptions.includes(exception);
  const underpaidMore = after.exceptions.includes('underpaid') && before.paidValue !== after.paidValue;
  if (appears('underpaid') || underpaidMore) events.push(invoiceUnderpaid);
  if (appears('overpaid')) events.push(invoiceOverpaid);
  return events;
}
