import type { Database } from '@sixpence/postgres';
import { deleteEndedBefore } from './messages.store.js';

/** Messages hold names and addresses: they are kept as long as somebody may ask what became of them. */
const KEPT_DAYS = 90;

/** Removes the messages that ended long ago. Doing it twice changes nothing. */
export async function removeOldMessages(db: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  await db.transaction((tx) => deleteEndedBefore(tx, before));
}
