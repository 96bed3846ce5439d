import { z } from 'zod';
import { timestamp } from '../text.js';

/** `GET {adminUrl}/v1/invoices/{id}/timeline`: all that happened to an invoice, in every service, in order. */
export const timelineEntry = z
  .object({
    id: z.string().describe("The event's id"),
    at: timestamp,
    service: z.string(),
    type: z.string(),
    summary: z.string().describe('A sentence that says what happened'),
    sequence: z.int(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });

export const timeline = z
  .object({ object: z.literal('timeline'), invoiceId: z.string(), data: z.array(timelineEntry) })
  .meta({ id: 'Timeline' });
