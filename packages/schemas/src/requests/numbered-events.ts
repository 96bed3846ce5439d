import { z } from 'zod';
import type { ServiceName } from '../consumer-groups.js';
import { streams } from '../define-event.js';
import type { Stream } from '../define-event.js';
import { defineRequest } from '../define-request.js';

/** The most that one answer holds; whoever wants more asks again from where it ended. */
export const MAX_NUMBERED_EVENTS = 100;

const sequence = z
  .string()
  .regex(/^[1-9]\d{0,18}$/)
  .describe('The number that the relay gave the record in its partition');

/** An event as its outbox holds it: what every reader relies on, and whatever else it says. */
const event = z.looseObject({
  id: z.string(),
  source: z.string(),
  type: z.string(),
  dataversion: z.int(),
  subject: z.string(),
  sequence: z.int(),
  traceparent: z.string(),
});

const request = z.object({
  stream: z.enum(Object.keys(streams) as [Stream, ...Stream[]]),
  partition: z.int().min(0),
  epoch: z.string().min(1).max(200),
  from: sequence,
  to: sequence.describe('The last that is wanted'),
});

const response = z.object({
  events: z.array(z.object({ sequence, event })).max(MAX_NUMBERED_EVENTS),
  end: z
    .enum(['complete', 'more', 'retired'])
    .describe('`more`: ask again after the last; `retired`: what comes after the last is kept no longer'),
});

/** Asks the owner of a stream for the events that it published under these numbers of a partition, both ends included. */
export const readNumberedEvents = <Service extends ServiceName>(service: Service) =>
  defineRequest({
    type: `${service}.read-numbered-events`,
    service,
    request,
    response,
    timeoutMs: 5_000,
    changesState: false,
  });

/** The services that own a stream, and so can be asked. */
export const streamOwners: readonly ServiceName[] = [...new Set<ServiceName>(Object.values(streams))];

export const numberedEventsRequests = streamOwners.map((service) => readNumberedEvents(service));

export type NumberedEventsQuery = z.output<typeof request>;
export type NumberedEvents = z.output<typeof response>;
