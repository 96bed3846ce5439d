import type { Tx } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';
import { timelineRow } from './timeline-entry.js';
import { insertEntries } from './timeline.store.js';

/** Copies events into the timelines of the invoices that they are about; what is about none is left out. */
export async function followEvents(tx: Tx, events: readonly BusEvent[]): Promise<void> {
  const rows = events.map(timelineRow).filter((row) => row !== undefined);
  if (rows.length > 0) await insertEntries(tx, rows);
}
