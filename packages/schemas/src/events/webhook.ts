import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { webhookDelivery } from '../objects/webhook.js';

const deliveryData = z.object({ object: webhookDelivery });

/** The endpoint took the event (a 2xx answer). */
export const webhookDelivered = defineEvent({
  type: 'webhook.delivered',
  version: 1,
  stream: 'webhook',
  schema: deliveryData,
});
/** The endpoint did not take it, and no further attempt will be made. */
export const webhookFailed = defineEvent({
  type: 'webhook.failed',
  version: 1,
  stream: 'webhook',
  schema: deliveryData,
});

export const webhookEvents = [webhookDelivered, webhookFailed] as const;
