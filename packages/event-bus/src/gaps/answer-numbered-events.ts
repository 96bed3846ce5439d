import { DomainError, MAX_NUMBERED_EVENTS, streams } from '@sixpence/schemas';
import type { BusEvent, NumberedEvents, NumberedEventsQuery, ServiceName, Stream } from '@sixpence/schemas';

/** One event with the number it was published under. */
export interface NumberedEvent {
  readonly sequence: bigint;
  readonly event: BusEvent;
}

/** Reads what was published of a partition from that number on, by number, at most `limit` of them: what is still kept. */
export type ReadNumbered = (query: {
  readonly stream: Stream;
  readonly partition: number;
  readonly epoch: string;
  readonly from: bigint;
  readonly limit: number;
}) => Promise<readonly NumberedEvent[]>;

/** An answer is one record on the bus, and far below what a broker takes at once. One event alone is told whatever its size. */
const MAX_ANSWER_BYTES = 512 * 1024;

/**
 * Answers a consumer that misses events which were acknowledged: those that are still kept, in order, until the first that is not.
 * Throws invalid_request for another's stream.
 */
export async function answerNumberedEvents(
  service: ServiceName,
  read: ReadNumbered,
  { stream, partition, epoch, from, to }: NumberedEventsQuery,
): Promise<NumberedEvents> {
  if (streams[stream] !== service)
    throw new DomainError('invalid_request', `${service} does not write ${stream}`, { field: 'stream' });
  const last = BigInt(to);
  let next = BigInt(from);
  const wanted = last - next + 1n;
  const limit = wanted < MAX_NUMBERED_EVENTS ? Number(wanted) : MAX_NUMBERED_EVENTS;
  if (limit < 1)
    throw new DomainError('invalid_request', 'to must not be smaller than from', { field: 'to' });
  const kept = await read({ stream, partition, epoch, from: next, limit });
  const events: NumberedEvents['events'] = [];
  let bytes = 0;
  for (const { sequence, event } of kept) {
    if (sequence !== next) return { events, end: 'retired' };
    bytes += Buffer.byteLength(JSON.stringify(event));
    if (events.length > 0 && bytes > MAX_ANSWER_BYTES) return { events, end: 'more' };
    events.push({ sequence: String(sequence), event: { ...event } });
    next += 1n;
  }
  if (next > last) return { events, end: 'complete' };
  return { events, end: events.length < limit ? 'retired' : 'more' };
}
