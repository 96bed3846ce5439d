import { z } from 'zod';
import { timestamp } from '../text.js';

/** Where a merchant wants to be told. The secret is shown once, when the endpoint is made. */
export const webhookEndpoint = z
  .object({
    id: z.string(),
    object: z.literal('webhook_endpoint'),
    storeId: z.string(),
    livemode: z.boolean(),
    url: z.string(),
    events: z.array(z.string()).nullable().describe('Event types, or null for all'),
    enabled: z.boolean(),
    version: z.int().positive(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'WebhookEndpoint' });

export const webhookAttempt = z.object({
  at: timestamp,
  status: z.int().nullable(),
  error: z.string().nullable(),
  durationMs: z.int(),
});

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;

/** One event on its way to one endpoint. Its id is the `webhook-id` header, the same for every attempt. */
export const webhookDelivery = z
  .object({
    id: z.string(),
    object: z.literal('webhook_delivery'),
    storeId: z.string(),
    livemode: z.boolean(),
    endpointId: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    invoiceId: z.string().nullable(),
    status: z.enum(deliveryStatuses),
    attempts: z.array(webhookAttempt).describe('The latest attempts, the newest last'),
    attemptCount: z.int(),
    nextAttemptAt: timestamp.nullable(),
    version: z.int().positive(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'WebhookDelivery' });

export type WebhookEndpoint = z.output<typeof webhookEndpoint>;
export type WebhookDelivery = z.output<typeof webhookDelivery>;
export type WebhookAttempt = z.output<typeof webhookAttempt>;
