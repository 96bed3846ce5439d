import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { invoice, invoiceStatuses } from '../objects/invoice.js';

/** The invoice as it was at that moment, whole; `previous` names what it was before. */
const invoiceData = z.object({
  object: invoice,
  previous: z.object({ status: z.enum(invoiceStatuses) }).optional(),
});

const invoiceEvent = <const Type extends string>(type: Type) =>
  defineEvent({ type, version: 1, stream: 'invoice', schema: invoiceData });

export const invoiceCreated = invoiceEvent('invoice.created');
export const invoiceProcessing = invoiceEvent('invoice.processing');
export const invoiceSettled = invoiceEvent('invoice.settled');
export const invoiceExpired = invoiceEvent('invoice.expired');
export const invoiceInvalid = invoiceEvent('invoice.invalid');
export const invoiceCanceled = invoiceEvent('invoice.canceled');
export const invoiceReopened = invoiceEvent('invoice.reopened');
export const invoiceUnderpaid = invoiceEvent('invoice.underpaid');
export const invoiceOverpaid = invoiceEvent('invoice.overpaid');

export const invoiceEvents = [
  invoiceCreated,
  invoiceProcessing,
  invoiceSettled,
  invoiceExpired,
  invoiceInvalid,
  invoiceCanceled,
  invoiceReopened,
  invoiceUnderpaid,
  invoiceOverpaid,
] as const;
