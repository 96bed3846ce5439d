import type { Database } from '@sixpence/postgres';
import type { ConsumerGroup, ServiceName } from '@sixpence/schemas';
import type { Outbox } from '../outbox/outbox.js';
import { deleteResolved, takeUntold } from './dead-letters.store.js';
import { tellDeadLetter } from './tell-dead-letter.js';

const LETTERS_PER_STATEMENT = 100;
const MAX_STATEMENTS = 100;

/**
 * Deletes letters that were resolved more than `days` ago, and tells of those that nobody was told of. Gives how many of each,
 * at most 10,000. What is parked stays until somebody decides.
 */
export async function sweepDeadLetters(
  {
    db,
    outbox,
    service,
    group,
  }: { db: Database; outbox: Outbox; service: ServiceName; group: ConsumerGroup },
  days = 30,
): Promise<{ deleted: number; told: number }> {
  const tell = () =>
    db.transaction(async (tx) => {
      const rows = await takeUntold(tx, group, LETTERS_PER_STATEMENT);
      for (const row of rows) await tellDeadLetter(tx, outbox, service, row);
      return rows.length;
    });
  return {
    deleted: await untilDone(() => deleteResolved(db, days, LETTERS_PER_STATEMENT)),
    told: await untilDone(tell),
  };
}

async function untilDone(step: () => Promise<number>): Promise<number> {
  let all = 0;
  for (let statements = 0; statements < MAX_STATEMENTS; statements += 1) {
    const done = await step();
    all += done;
    if (done < LETTERS_PER_STATEMENT) break;
  }
  return all;
}
