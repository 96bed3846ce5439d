import { z } from 'zod';
import { ConsumerGroup } from '../consumer-groups.js';
import { deadLetterStatuses } from '../objects/dead-letter.js';
import { text } from '../text.js';
import { pageQuery } from './pagination.js';

const which = {
  service: z.enum(ConsumerGroup).optional().describe('Only what this service could not handle'),
  type: text(100).optional().describe('Only events of this type'),
};

/** `GET {adminUrl}/v1/dead-letters` */
export const listDeadLettersQuery = pageQuery.extend({
  ...which,
  status: z.enum(deadLetterStatuses).default('parked'),
});

/** `POST {adminUrl}/v1/dead-letters/replay` */
export const replayDeadLettersBody = z.strictObject(which).meta({ id: 'ReplayDeadLetters' });

/** What came of replaying many. */
export const replayedDeadLetters = z
  .object({
    object: z.literal('replayed_dead_letters'),
    replayed: z.int().describe('How many had their effect'),
    failed: z.int().describe('How many stay parked although they were tried'),
    remaining: z.int().describe('How many were not tried yet: ask again'),
  })
  .meta({ id: 'ReplayedDeadLetters' });
