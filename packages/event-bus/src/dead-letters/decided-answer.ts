import { DomainError } from '@sixpence/schemas';
import type { DeadLetterSummary } from '@sixpence/schemas';
import { summaryOf } from './dead-letter.js';
import type { DeadLetterDesk } from './dead-letter-desk.js';
import { findDeadLetter } from './dead-letters.store.js';

/**
 * The answer to a decision that the letter no longer waits for: the same as before when it is the one that was taken. Throws
 * DomainErrors: dead_letter_not_found; dead_letter_resolved when another one was taken; dead_letter_busy while a replay runs.
 */
export async function decidedAnswer(
  { db, group }: DeadLetterDesk,
  id: string,
  decision: 'replayed' | 'discarded',
): Promise<DeadLetterSummary> {
  const row = await findDeadLetter(db, { id, group });
  if (row === undefined) throw new DomainError('dead_letter_not_found', `There is no dead letter ${id}`);
  if (row.status === decision) return summaryOf(row);
  if (row.status === 'parked')
    throw new DomainError('dead_letter_busy', 'It is being replayed; look again in a moment');
  throw new DomainError('dead_letter_resolved', `It was ${row.status}`);
}
