import type { BusEvent, Stream } from '@sixpence/schemas';
import { z } from 'zod';
import type { BusRecord } from '../transport/transport.js';
import type { KafkaRecord, StoredRecord } from './kafka-client.js';

/** CloudEvents' Kafka binding, structured mode; `type` besides, so that what nobody wants is not parsed. */
const CONTENT_TYPE = 'application/cloudevents+json';

/** What every handler and dead letter relies on, as large as it may be; the data is checked by the handling. */
const envelope = z.looseObject({
  id: z.string().max(300),
  source: z.string().max(300),
  type: z.string().max(200),
  dataversion: z.number(),
  subject: z.string().max(300),
  sequence: z.int32().nonnegative(),
  traceparent: z.string().max(200),
});

/** An event as Kafka carries it. */
export function toKafkaRecord({ key, event }: BusRecord): KafkaRecord {
  return {
    key,
    value: Buffer.from(JSON.stringify(event)),
    headers: { 'content-type': CONTENT_TYPE, type: event.type },
  };
}

/** Whether a group has a handler for the record. One that does not say its type is looked at. */
export const isWanted = ({ headers }: KafkaRecord, types: ReadonlySet<string>): boolean =>
  headers['type'] === undefined || types.has(headers['type']);

/**
 * The event of a record. What is none becomes an event of no known type that holds the record's bytes: the handling parks it
 * like any other that can never succeed, and the partition goes on.
 */
export function toBusRecord(stream: Stream, record: StoredRecord): BusRecord {
  const parsed = envelope.safeParse(parseJson(record.value));
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
