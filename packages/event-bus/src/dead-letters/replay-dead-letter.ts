import { DomainError, findEvent } from '@sixpence/schemas';
import type { DeadLetterSummary } from '@sixpence/schemas';
import { PermanentError, describeFailure } from '../handling/failure.js';
import { summaryOf } from './dead-letter.js';
import type { DeadLetterRow } from './dead-letter.js';
import type { DeadLetterDesk } from './dead-letter-desk.js';
import { decidedAnswer } from './decided-answer.js';
import { claimDeadLetter, noteFailedAgain, noteReplayed } from './dead-letters.store.js';
import { tellDeadLetter } from './tell-dead-letter.js';

/** Longer than a replay may take (REPLAY_TRY_TIMEOUT_MS): after that its process must be dead. */
const CLAIM_SECONDS = 30;

/**
 * Has the group's handlers handle a parked event once more. What of it had its effect before has none again: the inbox knows.
 * Throws DomainErrors: dead_letter_not_found; dead_letter_resolved when it was discarded; dead_letter_busy while another replay
 * runs; dead_letter_failed_again, and then the letter stays parked with the new reason.
 */
export async function replayDeadLetter(desk: DeadLetterDesk, id: string): Promise<DeadLetterSummary> {
  const key = { id, group: desk.group };
  const claimed = await claimDeadLetter(desk.db, key, CLAIM_SECONDS);
  if (claimed === undefined) return decidedAnswer(desk, id, 'replayed');
  const failure = await tryAgain(desk, claimed);
  const noted = await desk.db.transaction(async (tx) => {
    const row = await (failure === undefined
      ? noteReplayed(tx, claimed)
      : noteFailedAgain(tx, claimed, describeFailure(failure.error)));
    if (row !== undefined) await tellDeadLetter(tx, desk.outbox, desk.service, row);
    return row;
  });
  if (noted === undefined) return decidedAnswer(desk, id, 'replayed');
  if (failure === undefined) return summaryOf(noted);
  throw new DomainError('dead_letter_failed_again', `The event failed again with ${noted.error_code}`, {
    cause: failure.error,
  });
}

async function tryAgain(
  { runOnce, handles, logger, group }: DeadLetterDesk,
  { id, event, attempts }: DeadLetterRow,
): Promise<{ error: unknown } | undefined> {
  try {
    // Without a handler nothing would fail, and nothing would have happened.
    if (findEvent(event.type) !== undefined && !handles(event.type))
      throw new PermanentError('no_handler', `nothing handles ${event.type} here any more`);
    await runOnce(event, attempts + 1);
    return undefined;
  } catch (error) {
    logger.warn({ error, group, deadLetterId: id, eventId: event.id, type: event.type }, 'a replay failed');
    return { error };
  }
}
