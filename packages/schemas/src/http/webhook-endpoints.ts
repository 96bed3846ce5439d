import { z } from 'zod';
import { invoiceEvents } from '../events/invoice.js';
import { paymentEvents } from '../events/payment.js';
import { httpUrl, text } from '../text.js';
import { pageQuery } from './pagination.js';

const subscribable = [...invoiceEvents, ...paymentEvents].map((event) => event.type);

const eventTypes = z.array(z.enum(subscribable)).min(1).max(50);

/** `POST /v1/webhook-endpoints`: all events when `events` is left out. */
export const createEndpointBody = z
  .strictObject({ url: httpUrl, events: eventTypes.optional() })
  .meta({ id: 'CreateWebhookEndpoint' });

/** `PATCH /v1/webhook-endpoints/{id}`. */
export const updateEndpointBody = z
  .strictObject({
    url: httpUrl.optional(),
    events: eventTypes.nullable().optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'UpdateWebhookEndpoint' });

/** `GET /v1/webhook-deliveries`. */
export const listDeliveriesQuery = pageQuery.extend({
  endpoint: text(60).optional(),
  event: text(60).optional(),
  invoice: text(60).optional(),
});
