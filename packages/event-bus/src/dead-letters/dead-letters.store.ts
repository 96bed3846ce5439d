import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { newId } from '@sixpence/schemas';
import type { ConsumerGroup } from '@sixpence/schemas';
import type { Failure } from '../handling/failure.js';
import type { BusRecord } from '../transport/transport.js';

/** Parks an event of a group with the reason; false when it is parked already. Parts of it may have had their effect. */
export async function parkEvent(
  tx: Tx,
  group: ConsumerGroup,
  { stream, key, version, event }: BusRecord,
  failure: Failure,
  attempts: number,
): Promise<boolean> {
  const parked = await tx.execute(sql`
    insert into dead_letters
      (id, consumer_group, event_id, origin, stream, key, version, type, event, error_code, error_text, attempts)
    values (${newId('dlq')}, ${group}, ${event.id}, ${event.source}, ${stream}, ${key}, ${version}, ${event.type},
            ${JSON.stringify(event)}::jsonb, ${failure.code}, ${failure.text}, ${attempts})
    on conflict (consumer_group, event_id) do nothing`);
  return parked === 1;
}
