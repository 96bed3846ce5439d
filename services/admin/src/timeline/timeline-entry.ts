import type { BusEvent, Invoice, Payment, WebhookDelivery } from '@sixpence/schemas';

/** A row of the timeline. */
export interface TimelineRow {
  readonly event_id: string;
  readonly invoice_id: string;
  readonly at: Date;
  readonly service: string;
  readonly type: string;
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Told {
  readonly object: { readonly id: string; readonly object: string; readonly invoiceId?: string | null };
}

/** The timeline's row of an event, or undefined when it is about no invoice. */
export function timelineRow(event: BusEvent): TimelineRow | undefined {
  const { object } = event.data as Told;
  const invoiceId = object.object === 'invoice' ? object.id : object.invoiceId;
  if (!invoiceId) return undefined;
  return {
    event_id: event.id,
    invoice_id: invoiceId,
    at: new Date(event.time),
    service: event.source.split('/').at(-1) ?? event.source,
    type: event.type,
    sequence: event.sequence,
    data: event.data as Record<string, unknown>,
  };
}

/**
 * Events of two services may bear the same millisecond. What brings about something comes first: a payment is detected
 * before its invoice moves, and both before anyone is told.
 */
const services = ['payments', 'core', 'webhooks', 'notifications', 'cron', 'admin'];

/** The order in which a person reads what happened. */
export function byMoment(a: TimelineRow, b: TimelineRow): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    services.indexOf(a.service) - services.indexOf(b.service) ||
    a.sequence - b.sequence
  );
}

const invoiceSentences: Record<string, (invoice: Invoice) => string> = {
  'invoice.created': ({ amount, currency }) => `An invoice over ${amount} ${currency} was made.`,
  'invoice.processing': ({ paid, currency }) =>
    `Paid in full (${paid} ${currency}); waiting for confirmations.`,
  'invoice.settled': ({ paid, currency }) => `Settled: ${paid} ${currency} is final.`,
  'invoice.expired': ({ paid, currency }) => `Expired with ${paid} ${currency} paid.`,
  'invoice.invalid': () => 'The chain took the money back, and it did not return in time.',
  'invoice.canceled': () => 'Canceled before anything was paid.',
  'invoice.reopened': () =>
    'The chain took back a payment of the settled invoice; its postings were reversed.',
  'invoice.underpaid': ({ paid, due, currency }) =>
    `${paid} ${currency} was paid; ${due} ${currency} is still due.`,
  'invoice.overpaid': ({ paid, amount, currency }) =>
    `${paid} ${currency} was paid for ${amount} ${currency}.`,
};

const paymentSentences: Record<string, (payment: Payment) => string> = {
  'payment.detected': ({ value, transaction }) =>
    `${value.amount} ${value.currency} was seen in ${transaction}.`,
  'payment.confirmed': ({ requiredConfirmations, transaction }) =>
    `${transaction} has its ${requiredConfirmations} confirmations.`,
  'payment.reorged': ({ transaction }) => `The chain took ${transaction} back.`,
  'payment.held': ({ transaction }) => `${transaction} is held for review.`,
  'payment.unmatched': ({ transaction }) => `${transaction} came after the invoice was no longer monitored.`,
};

const webhookSentences: Record<string, (delivery: WebhookDelivery) => string> = {
  'webhook.delivered': ({ eventType, attemptCount }) =>
    `${eventType} was delivered at attempt ${attemptCount}.`,
  'webhook.failed': ({ eventType, attemptCount }) =>
    `${eventType} was given up after ${attemptCount} attempts.`,
};

const notificationSentences: Record<string, (message: { kind: string; recipientHint: string }) => string> = {
  'notification.sent': ({ kind, recipientHint }) => `The ${kind} was sent to ${recipientHint}.`,
  'notification.failed': ({ kind, recipientHint }) => `The ${kind} to ${recipientHint} could not be sent.`,
};

const sentences = {
  ...invoiceSentences,
  ...paymentSentences,
  ...webhookSentences,
  ...notificationSentences,
} as Record<string, (object: unknown) => string>;

/** A sentence that says what happened. */
export const summaryOf = ({ type, data }: Pick<TimelineRow, 'type' | 'data'>): string =>
  sentences[type]?.(data['object']) ?? type;
