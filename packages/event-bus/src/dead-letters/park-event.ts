import type { Tx } from '@sixpence/postgres';
import { deadLetterStream, newId } from '@sixpence/schemas';
import type { ConsumerGroup } from '@sixpence/schemas';
import type { Failure } from '../handling/failure.js';
import type { Outbox } from '../outbox/outbox.js';
import type { BusRecord } from '../transport/transport.js';
import { keepableEvent, keepableText } from './dead-letter.js';
import { insertDeadLetter } from './dead-letters.store.js';
import { tellDeadLetter } from './tell-dead-letter.js';

/**
 * Parks an event of a group with the reason and tells of it, in one transaction; false when it is parked already, and then
 * nothing is told. Parts of it may have had their effect.
 */
export async function parkEvent(
  tx: Tx,
  outbox: Outbox,
  group: ConsumerGroup,
  { stream, key, version, event: raw, place }: BusRecord,
  failure: Failure,
  attempts: number,
): Promise<boolean> {
  const event = keepableEvent(raw);
  // Admin hears of dead letters by events. One that tells of its own and fails may not bring forth the next, for ever: it is
  // told by the next sweep.
  const tells = stream !== deadLetterStream(group);
  const row = await insertDeadLetter(tx, {
    id: newId('dlq'),
    consumer_group: group,
    changes: tells ? 1 : 0,
    event_id: event.id,
    origin: event.source,
    topic: place?.topic ?? null,
    partition: place?.partition ?? null,
    record_offset: place === undefined ? null : String(place.offset),
    stream,
    key: keepableText(key),
    version,
    type: event.type,
    event,
    error_code: keepableText(failure.code),
    error_text: failure.text,
    attempts,
  });
  if (row === undefined) return false;
  if (tells) await tellDeadLetter(tx, outbox, group, row);
  return true;
}
