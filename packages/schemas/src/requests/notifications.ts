import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { invoice } from '../objects/invoice.js';

/** Sends the receipt of a settled invoice to an address the payer gave. Sent once for an invoice and address. */
export const sendReceipt = defineRequest({
  type: 'notifications.send-receipt',
  service: 'notifications',
  request: z.object({ invoice, email: z.string() }),
  response: z.object({ accepted: z.literal(true) }),
  timeoutMs: 5_000,
  changesState: true,
});

export const notificationsRequests = [sendReceipt] as const;
