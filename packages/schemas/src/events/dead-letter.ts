import { z } from 'zod';
import { ConsumerGroup } from '../consumer-groups.js';
import type { ServiceName } from '../consumer-groups.js';
import { defineEvent } from '../define-event.js';
import { deadLetter } from '../objects/dead-letter.js';

const deadLetterData = z.object({ object: deadLetter });

/** The stream of a service's dead letters. */
export const deadLetterStream = (service: ServiceName) => `dead-letter-${service}` as const;

/** A service parked an event, or what it parked was replayed, failed again or was discarded. Told to operators only. */
export const deadLetterChanged = (service: ServiceName) =>
  defineEvent({
    type: `dead-letter.${service}.changed`,
    version: 1,
    stream: deadLetterStream(service),
    schema: deadLetterData,
  });

export const deadLetterEvents = Object.values(ConsumerGroup).map(deadLetterChanged);
