import type { Tx } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';
import { timelineRow } from './timeline-entry.js';
import { insertEntry } from './timeline.store.js';

/** Copies an event into the timeline of the invoice that it is about, if it is about one. */
export async function followEvent(tx: Tx, event: BusEvent): Promise<void> {
  const row = timelineRow(event);
  if (row) await insertEntry(tx, row);
}
