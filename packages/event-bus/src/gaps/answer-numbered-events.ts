import { DomainError, MAX_NUMBERED_EVENTS, streams } from '@sixpence/schemas';
import type { NumberedEvents, NumberedEventsQuery, ServiceName, Stream } from '@sixpence/schemas';

/** An event that is still kept, with the number it was published under. */
export interface KeptEvent {
  readonly sequence: bigint;
  /** The envelope as JSON. */
  readonly envelope: string;
}

/** Reads what was published of a partition from that number on, by number, at most `limit` of them: what is still kept. */
export type ReadNumbered = (query: {
  readonly stream: Stream;
  readonly partition: number;
  readonly epoch: string;
  readonly from: bigint;
  readonly limit: number;
}) => Promise<readonly KeptEvent[]>;

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
  if (last < next)
    throw new DomainError('invalid_request', 'to must not be smaller than from', { field: 'to' });
  const wanted = last - next + 1n;
  const limit = wanted < MAX_NUMBERED_EVENTS ? Number(wanted) : MAX_NUMBERED_EVENTS;
  const events: NumberedEvents['events'] = [];
  let bytes = 0;
  for (const { sequence, envelope } of await read({ stream, partition, epoch, from: next, limit })) {
    if (sequence !== next) return { events, end: 'retired' };
    bytes += Buffer.byteLength(envelope);
    if (events.length > 0 && bytes > MAX_ANSWER_BYTES) return { events, end: 'more' };
    events.push({ sequence: String(sequence), event: JSON.parse(envelope) as NumberedEvent });
    next += 1n;
  }
  if (next > last) return { events, end: 'complete' };
  return { events, end: events.length < limit ? 'retired' : 'more' };
}

type NumberedEvent = NumberedEvents['events'][number]['event'];
