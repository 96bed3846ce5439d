import type { Tx } from '@sixpence/postgres';
import { deadLetterChanged } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import type { Outbox } from '../outbox/outbox.js';
import { deadLetterOf } from './dead-letter.js';
import type { DeadLetterRow } from './dead-letter.js';

/** Tells operators, in the transaction of the change, how a dead letter stands now. */
export async function tellDeadLetter(
  tx: Tx,
  outbox: Outbox,
  service: ServiceName,
  row: DeadLetterRow,
): Promise<void> {
  await outbox.append(tx, {
    definition: deadLetterChanged(service),
    key: row.id,
    version: row.changes,
    storeId: null,
    livemode: null,
    data: { object: deadLetterOf(row) },
  });
}
