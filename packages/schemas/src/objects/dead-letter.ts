import { z } from 'zod';
import { ConsumerGroup } from '../consumer-groups.js';
import { timestamp } from '../text.js';

/** A dead letter waits (parked) until an operator has it handled once more (replayed) or gives it up (discarded). */
export const deadLetterStatuses = ['parked', 'replayed', 'discarded'] as const;

const origin = z.object({
  source: z.string().describe('Who told the event: /sixpence/<service>'),
  topic: z.string().nullable().describe('Where it lay on the broker; null when it came without one'),
  partition: z.int().nullable(),
  offset: z.string().nullable(),
});

/** An event that a group could not handle, without the event itself: what lists show. */
export const deadLetterSummary = z
  .object({
    id: z.string(),
    object: z.literal('dead_letter'),
    group: z
      .enum(ConsumerGroup)
      .describe('The consumer group, named like its service, that could not handle it'),
    status: z.enum(deadLetterStatuses),
    origin,
    eventId: z.string(),
    eventType: z.string(),
    stream: z.string(),
    key: z.string(),
    sequence: z.int().describe("The event's number among those of its key"),
    error: z
      .object({ code: z.string(), text: z.string().describe('Without secrets, cut short') })
      .describe('Why the last try failed'),
    attempts: z.int().describe('Tries so far, replays included'),
    version: z.int().positive().describe('Counts what happened to the dead letter'),
    parkedAt: timestamp,
    resolvedAt: timestamp.nullable().describe('When it was replayed or discarded'),
  })
  .meta({ id: 'DeadLetterSummary' });

/** A dead letter with the event. */
export const deadLetter = deadLetterSummary
  .extend({
    event: z.record(z.string(), z.unknown()).describe('The event as it came, in its envelope'),
    dataOmitted: z
      .boolean()
      .describe("True when the event's data is too large to be told; the service still has it"),
  })
  .meta({ id: 'DeadLetter' });

export type DeadLetter = z.output<typeof deadLetter>;
export type DeadLetterSummary = z.output<typeof deadLetterSummary>;
export type DeadLetterStatus = (typeof deadLetterStatuses)[number];
