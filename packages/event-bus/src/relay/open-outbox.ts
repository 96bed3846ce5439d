import type { Database } from '@sixpence/postgres';
import { prepareOutbox } from '../retention/sweep-bus.js';
import { forgetOtherCursors } from './relay-cursors.store.js';

/** What a relay sees to when it starts: partitions for the days to come, and no cursor of another kind of transport. */
export async function openOutbox(db: Database, kind: string): Promise<void> {
  await prepareOutbox(db);
  await forgetOtherCursors(db, kind);
}
