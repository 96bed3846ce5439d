import { z } from 'zod';
import { timestamp } from '../text.js';
import type { BusEvent } from '../define-event.js';

/** The version of the API's shapes, by date. */
export const apiVersion = '2026-11-01';

/** An event as merchants see it: the body of a webhook and an entry of `GET /v1/events`. */
export const publicEvent = z
  .object({
    id: z.string(),
    object: z.literal('event'),
    type: z.string(),
    apiVersion: z.string(),
    livemode: z.boolean(),
    storeId: z.string(),
    sequence: z
      .int()
      .positive()
      .describe('Counts the events of one object, so that a receiver can tell an older one'),
    timestamp,
    data: z.object({
      object: z.record(z.string(), z.unknown()),
      previous: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .meta({ id: 'Event' });

export type PublicEvent = z.output<typeof publicEvent>;

/** What a merchant is shown of an event on the bus. Only events of a store are shown: `storeid` is set. */
export function toPublicEvent(event: BusEvent): PublicEvent {
  return {
    id: event.id,
    object: 'event',
    type: event.type,
    apiVersion,
    livemode: event.livemode ?? false,
    storeId: event.storeid ?? '',
    sequence: event.sequence,
    timestamp: event.time,
    data: event.data as PublicEvent['data'],
  };
}
