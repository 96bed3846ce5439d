import type { Tx } from '@sixpence/postgres';
import type { DeadLetter } from '@sixpence/schemas';
import { entryOf } from './dead-letter-entry.js';
import { upsertEntry } from './dead-letters.store.js';

/** Copies a dead letter as its service tells of it. */
export async function followDeadLetter(tx: Tx, letter: DeadLetter): Promise<void> {
  await upsertEntry(tx, entryOf(letter));
}
