import type { Queries } from '@sixpence/postgres';
import { readNumberedEvents, streamOwners } from '@sixpence/schemas';
import type { NumberedEventsQuery, ServiceName } from '@sixpence/schemas';
import type { BuiltInAnswer } from '../dead-letters/answer-dead-letters.js';
import { readNumbered } from '../numbering/batches.store.js';
import { answerNumberedEvents } from './answer-numbered-events.js';
import type { ReadNumbered } from './answer-numbered-events.js';

/** What the bus answers, in every service that owns a stream, to a consumer that misses events of it. */
export function answerNumbers(service: ServiceName, db: Queries): ReadonlyMap<string, BuiltInAnswer> {
  if (!streamOwners.includes(service)) return new Map();
  const read: ReadNumbered = async (query) => {
    const numbered = await readNumbered(db, query);
    return numbered.map(({ sequence, entry: { envelope = '' } }) => ({ sequence, envelope }));
  };
  const answer: BuiltInAnswer = (payload) =>
    answerNumberedEvents(service, read, payload as NumberedEventsQuery);
  return new Map([[readNumberedEvents(service).type, answer]]);
}
