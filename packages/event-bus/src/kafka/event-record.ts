import { findEvent } from '@sixpence/schemas';
import type { BusEvent, Stream } from '@sixpence/schemas';
import { z } from 'zod';
import type { BusRecord, NumberedEvent } from '../transport/transport.js';
import type { KafkaRecord, StoredRecord } from './kafka-client.js';

/** CloudEvents' Kafka binding, structured mode; `type` besides, so that what nobody wants is not parsed. */
const CONTENT_TYPE = 'application/cloudevents+json';

/** What every handler and dead letter relies on, as large as it may be; the data is checked by the handling. */
const envelopeShape = z.looseObject({
  id: z.string().max(300),
  source: z.string().max(300),
  type: z.string().max(200),
  dataversion: z.number(),
  subject: z.string().max(300),
  sequence: z.int32().nonnegative(),
  traceparent: z.string().max(200),
});

/** An event as Kafka carries it, with the number by which a consumer sees that none is missing. */
export function toKafkaRecord({ key, type, envelope, epoch, sequence }: NumberedEvent): KafkaRecord {
  return {
    key,
    value: Buffer.from(envelope),
    headers: {
      'content-type': CONTENT_TYPE,
      type,
      'relay-epoch': epoch,
      'relay-sequence': String(sequence),
    },
  };
}

/**
 * Whether the group must see to the record: it has a handler for its type, or the record does not say its type, or no release
 * up to this one knows the type. The next release of this group may have a handler for that: it is parked, not passed over.
 */
export const isWanted = ({ headers: { type } }: KafkaRecord, types: ReadonlySet<string>): boolean =>
  type === undefined || types.has(type) || findEvent(type) === undefined;

/**
 * The event of a record. What is none becomes an event of no known type that holds the record's bytes: the handling parks it
 * like any other that can never succeed, and the partition goes on.
 */
export function toBusRecord(stream: Stream, record: StoredRecord): BusRecord {
  const parsed = envelopeShape.safeParse(parseJson(record.value));
  const event = parsed.success ? (parsed.data as unknown as BusEvent) : unreadable(record);
  const { topic, partition, offset } = record;
  return { stream, key: record.key, version: event.sequence, event, place: { topic, partition, offset } };
}

function parseJson(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function unreadable({ topic, partition, offset, key, value }: StoredRecord): BusEvent {
  return {
    specversion: '1.0',
    id: `unreadable:${topic}/${partition}/${offset}`,
    source: `kafka:${topic}`,
    type: 'unreadable',
    dataversion: 1,
    subject: key.slice(0, 300),
    sequence: 0,
    time: new Date().toISOString(),
    storeid: null,
    livemode: null,
    traceparent: `00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-00`,
    data: { base64: value.toString('base64') },
  };
}
