import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { createEndpointBody, updateEndpointBody } from '../http/webhook-endpoints.js';
import { webhookDelivery, webhookEndpoint } from '../objects/webhook.js';
import { sealed } from './sealed.js';

/** Whose endpoints: a store in one of its two modes. */
const owner = { storeId: z.string(), livemode: z.boolean() };
const one = z.object({ ...owner, endpointId: z.string() });
const timeoutMs = 5_000;
/** Which types there are is for the HTTP body to say: whoever answers may be of a release that has fewer. */
const events = z.array(z.string().max(100)).min(1).max(50);

/** The signing secret comes back sealed to `replyTo`. Refused with `invalid_url` when the address is not allowed. */
export const createEndpoint = defineRequest({
  type: 'webhooks.create-endpoint',
  service: 'webhooks',
  request: createEndpointBody.strip().extend({ ...owner, events: events.optional(), replyTo: z.string() }),
  response: z.object({ endpoint: webhookEndpoint, sealedSecret: sealed }),
  timeoutMs,
  changesState: true,
});

export const listEndpoints = defineRequest({
  type: 'webhooks.list-endpoints',
  service: 'webhooks',
  request: z.object(owner),
  response: z.object({ data: z.array(webhookEndpoint) }),
  timeoutMs,
  changesState: false,
});

export const getEndpoint = defineRequest({
  type: 'webhooks.get-endpoint',
  service: 'webhooks',
  request: one,
  response: webhookEndpoint,
  timeoutMs,
  changesState: false,
});

export const updateEndpoint = defineRequest({
  type: 'webhooks.update-endpoint',
  service: 'webhooks',
  request: updateEndpointBody
    .strip()
    .extend({ ...owner, endpointId: z.string(), events: events.nullable().optional() }),
  response: webhookEndpoint,
  timeoutMs,
  changesState: true,
});

export const deleteEndpoint = defineRequest({
  type: 'webhooks.delete-endpoint',
  service: 'webhooks',
  request: one,
  response: z.object({ id: z.string(), deleted: z.literal(true) }),
  timeoutMs,
  changesState: true,
});

export const listDeliveries = defineRequest({
  type: 'webhooks.list-deliveries',
  service: 'webhooks',
  request: z.object({
    ...owner,
    endpointId: z.string().optional(),
    eventId: z.string().optional(),
    invoiceId: z.string().optional(),
    limit: z.int().min(1).max(100),
    cursor: z.string().optional(),
  }),
  response: z.object({ data: z.array(webhookDelivery), nextCursor: z.string().nullable() }),
  timeoutMs,
  changesState: false,
});

export const webhooksRequests = [
  createEndpoint,
  listEndpoints,
  getEndpoint,
  updateEndpoint,
  deleteEndpoint,
  listDeliveries,
] as const;
