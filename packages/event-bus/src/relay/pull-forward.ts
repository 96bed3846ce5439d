import type { Queries } from '@sixpence/postgres';
import { missingPredecessors } from './batch-order.js';
import type { OutboxEntry, Position } from './batch-order.js';
import { readBeyond } from './outbox.store.js';

/** The predecessors of a batch's entries that stand beyond its end, with theirs. Versions only fall, so this ends. */
export async function pullForward(
  db: Queries,
  batch: readonly OutboxEntry[],
  end: Position,
): Promise<OutboxEntry[]> {
  const pulled: OutboxEntry[] = [];
  for (let missing = missingPredecessors(batch); missing.length > 0;) {
    const found = await readBeyond(db, end, missing);
    pulled.push(...found);
    missing = missingPredecessors(found);
  }
  return pulled;
}
