import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { growing, timestamp } from '../text.js';

/** What is told of a message: no body and no address beyond a hint, since events are kept and read by many. */
export const notificationMessage = z.object({
  id: z.string(),
  object: z.literal('notification'),
  storeId: z.string(),
  invoiceId: z.string(),
  kind: z.string().describe('receipt, notice-settled, notice-underpaid …'),
  channel: growing(['smtp', 'mailbox']),
  recipientHint: z.string(),
  attempts: z.int(),
  at: timestamp,
});

const notificationData = z.object({ object: notificationMessage });

export const notificationSent = defineEvent({
  type: 'notification.sent',
  version: 1,
  stream: 'notification',
  schema: notificationData,
});
export const notificationFailed = defineEvent({
  type: 'notification.failed',
  version: 1,
  stream: 'notification',
  schema: notificationData,
});

export const notificationEvents = [notificationSent, notificationFailed] as const;
