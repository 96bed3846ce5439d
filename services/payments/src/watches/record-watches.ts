import type { Tx } from '@sixpence/postgres';
import type { Invoice } from '@sixpence/schemas';
import { watchesOf } from './watch.js';
import { insertWatches } from './watches.store.js';

/** Writes down where a new invoice may be paid. The scans find it there in their next round, whichever process they run in. */
export const recordWatches = (tx: Tx, invoice: Invoice): Promise<void> =>
  insertWatches(tx, watchesOf(invoice));
