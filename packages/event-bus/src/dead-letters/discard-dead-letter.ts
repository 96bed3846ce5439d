import type { DeadLetterSummary } from '@sixpence/schemas';
import { summaryOf } from './dead-letter.js';
import type { DeadLetterDesk } from './dead-letter-desk.js';
import { decidedAnswer } from './decided-answer.js';
import { noteDiscarded, noteHad } from './dead-letters.store.js';
import { tellDeadLetter } from './tell-dead-letter.js';

/**
 * Gives a parked event up for good: should it come again, the inbox says that the group had it. Throws DomainErrors:
 * dead_letter_not_found; dead_letter_resolved when it was replayed; dead_letter_busy while it is being replayed.
 */
export async function discardDeadLetter(desk: DeadLetterDesk, id: string): Promise<DeadLetterSummary> {
  const { db, outbox, service, group } = desk;
  const discarded = await db.transaction(async (tx) => {
    const row = await noteDiscarded(tx, { id, group });
    if (row === undefined) return undefined;
    await noteHad(tx, row);
    await tellDeadLetter(tx, outbox, service, row);
    return row;
  });
  return discarded === undefined ? decidedAnswer(desk, id, 'discarded') : summaryOf(discarded);
}
