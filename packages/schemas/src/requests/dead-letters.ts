import { z } from 'zod';
import { ConsumerGroup } from '../consumer-groups.js';
import type { ServiceName } from '../consumer-groups.js';
import { defineRequest } from '../define-request.js';
import { deadLetterSummary } from '../objects/dead-letter.js';

const one = z.object({ id: z.string().max(100) });

/**
 * Has the service handle a parked event once more. Asked again after it succeeded, it answers the same. Refused with
 * `dead_letter_not_found`, `dead_letter_resolved` (it was discarded), `dead_letter_busy` (it runs), `dead_letter_failed_again`.
 */
export const replayDeadLetter = (service: ServiceName) =>
  defineRequest({
    type: `${service}.replay-dead-letter`,
    service,
    request: one,
    response: deadLetterSummary,
    timeoutMs: 20_000,
    changesState: true,
  });

/**
 * Has the service give a parked event up. Asked again, it answers the same. Refused with `dead_letter_not_found`,
 * `dead_letter_resolved` (it was replayed), `dead_letter_busy` (it is being replayed).
 */
export const discardDeadLetter = (service: ServiceName) =>
  defineRequest({
    type: `${service}.discard-dead-letter`,
    service,
    request: one,
    response: deadLetterSummary,
    timeoutMs: 5_000,
    changesState: true,
  });

/** Every service answers these by its bus. */
export const deadLetterRequests = Object.values(ConsumerGroup).flatMap((service) => [
  replayDeadLetter(service),
  discardDeadLetter(service),
]);
