import { MAX_EVENT_BYTES } from '../outbox/outbox-row.js';
import { Buffer } from 'node:buffer';
import type {
  BusEvent,
  ConsumerGroup,
  DeadLetter,
  DeadLetterStatus,
  DeadLetterSummary,
} from '@sixpence/schemas';

/** A row of `dead_letters`. `version` is the event's own; `changes` counts what happened to the letter. */
export interface DeadLetterRow {
  readonly id: string;
  readonly consumer_group: ConsumerGroup;
  readonly status: DeadLetterStatus;
  readonly changes: number;
  readonly event_id: string;
  readonly origin: string;
  readonly topic: string | null;
  readonly partition: number | null;
  readonly record_offset: string | null;
  readonly stream: string;
  readonly key: string;
  readonly version: number;
  readonly type: string;
  readonly event: BusEvent;
  readonly error_code: string;
  readonly error_text: string;
  readonly attempts: number;
  readonly parked_at: Date;
  readonly resolved_at: Date | null;
}

/** Beside the event there must be room for what is said of it. */
const MAX_CARRIED_BYTES = MAX_EVENT_BYTES - 16_384;

/** The dead letter without its event. */
export const summaryOf = (row: DeadLetterRow): DeadLetterSummary => ({
  id: row.id,
  object: 'dead_letter',
  group: row.consumer_group,
  status: row.status,
  origin: {
    source: row.origin,
    topic: row.topic,
    partition: row.partition,
    offset: row.record_offset,
  },
  eventId: row.event_id,
  eventType: row.type,
  stream: row.stream,
  key: row.key,
  sequence: row.version,
  error: { code: row.error_code, text: row.error_text },
  attempts: row.attempts,
  version: row.changes,
  parkedAt: row.parked_at.toISOString(),
  resolvedAt: row.resolved_at?.toISOString() ?? null,
});

/** The dead letter as others are told of it: an event that is too large to travel once more goes without its data. */
export function deadLetterOf(row: DeadLetterRow): DeadLetter {
  const dataOmitted = Buffer.byteLength(JSON.stringify(row.event)) > MAX_CARRIED_BYTES;
  return { ...summaryOf(row), event: dataOmitted ? withoutData(row.event) : { ...row.event }, dataOmitted };
}

/** The attributes of the envelope that we know, and no others: those are as large as somebody made them. */
const KNOWN_ATTRIBUTES = [
  'id',
  'source',
  'type',
  'dataversion',
  'subject',
  'sequence',
  'time',
  'storeid',
  'livemode',
] as const satisfies readonly (keyof BusEvent)[];

const withoutData = (event: BusEvent): DeadLetter['event'] => ({
  specversion: '1.0',
  ...Object.fromEntries(KNOWN_ATTRIBUTES.map((name) => [name, event[name]])),
  data: null,
});

/**
 * The event as PostgreSQL can keep it: what JSON allows and jsonb refuses (NUL characters, unpaired surrogates) becomes U+FFFD.
 * An event that could not be parked would hold up its partition for ever.
 */
export function keepableEvent(event: BusEvent): BusEvent {
  const json = JSON.stringify(event);
  // One escape after the other, so that an escaped backslash is not taken for the beginning of the next.
  const kept = json.replaceAll(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|[^])/g, (escape) =>
    escape.length === 6 ? '\\ufffd' : escape,
  );
  return JSON.parse(kept) as BusEvent;
}

const MAX_TEXT_LENGTH = 300;

/** The same for a text, and not longer than anything of ours. */
export const keepableText = (text: string): string =>
  text.slice(0, MAX_TEXT_LENGTH).replaceAll('\u0000', '\ufffd').toWellFormed();
