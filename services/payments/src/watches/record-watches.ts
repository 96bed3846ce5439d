import type { Tx } from '@sixpence/postgres';
import type { Invoice } from '@sixpence/schemas';
import { watchesOf } from './watch.js';
import { insertWatches } from './watches.store.js';

/** Writes down where a new invoice may be paid, and returns the chains of it. The scans take it up from there. */
export async function recordWatches(tx: Tx, invoice: Invoice): Promise<string[]> {
  const watches = watchesOf(invoice);
  await insertWatches(tx, watches);
  return watches.map(({ chain }) => chain);
}
