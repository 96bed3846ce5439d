import { newId, streamPartitions, streams } from '@sixpence/schemas';
import type { BusEvent, EventDefinition, Stream } from '@sixpence/schemas';
import { childTraceparent, currentTraceparent } from '@sixpence/telemetry';
import { z } from 'zod';
import { partitionOf } from '../kafka/partition-of.js';

/** An event about to be told. */
export interface NewEvent<Definition extends EventDefinition = EventDefinition> {
  readonly definition: Definition;
  /** The aggregate's id: all events of one key stay in order. */
  readonly key: string;
  /** Counts the events of that key in that stream from 1, without a gap, raised under the aggregate's row lock. */
  readonly version: number;
  readonly storeId: string | null;
  readonly livemode: boolean | null;
  readonly data: z.input<Definition['schema']>;
  /** A new one when nothing is given. */
  readonly id?: string;
  /** When it happened; now when nothing is given. */
  readonly time?: Date;
}

/** What is inserted for an event: the columns of `outboxColumns`. */
export interface OutboxRow {
  readonly event_id: string;
  readonly stream: Stream;
  readonly key: string;
  readonly version: number;
  /** The partition of the stream's topic that the key belongs to. */
  readonly partition: number;
  readonly type: string;
  /** The whole event as JSON text. */
  readonly envelope: string;
}

/**
 * The columns an INSERT gives, for a statement that writes outbox rows beside other rows. The others have defaults that must
 * stay: `epoch` and `txid` are how the relay knows what is committed, `day` is the partition that the row is retired with.
 */
export const outboxColumns = [
  'event_id',
  'stream',
  'key',
  'version',
  'partition',
  'type',
  'envelope',
] as const satisfies (keyof OutboxRow)[];

/** An event that nobody could receive: its data does not fit its own schema, or it is too large. A bug of the service that tells it. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
}

/** Throws InvalidEventError when the event's version is no count, or its data does not fit the definition's schema. */
export function checkEvent({ definition, version, data }: NewEvent): void {
  if (!Number.isSafeInteger(version) || version < 1)
    throw new InvalidEventError(`${definition.type}: version ${version} is not a count`);
  const parsed = definition.schema.safeParse(data);
  if (parsed.success) return;
  throw new InvalidEventError(`${definition.type}: ${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  });
}

/**
 * A broker takes records of at most 1 MiB, and one that it refuses would hold up its partition for ever. The database gives JSON
 * back with a space after each comma and colon, which makes it half as long again at most.
 */
export const MAX_EVENT_BYTES = 650_000;

/**
 * The outbox row of an event: its data in a CloudEvents envelope with the running work's trace. Throws InvalidEventError when
 * it is too large for a broker.
 */
export function outboxRow<Definition extends EventDefinition>(event: NewEvent<Definition>): OutboxRow {
  const { definition, key, version } = event;
  const envelope: BusEvent = {
    specversion: '1.0',
    id: event.id ?? newId('evt'),
    source: `/sixpence/${streams[definition.stream]}`,
    type: definition.type,
    dataversion: definition.version,
    subject: key,
    sequence: version,
    time: (event.time ?? new Date()).toISOString(),
    storeid: event.storeId,
    livemode: event.livemode,
    traceparent: childTraceparent(currentTraceparent()),
    data: event.data,
  };
  const text = JSON.stringify(envelope);
  if (text.length > MAX_EVENT_BYTES / 3 && Buffer.byteLength(text) > MAX_EVENT_BYTES)
    throw new InvalidEventError(`${definition.type}: an event of ${text.length} characters is too large`);
  return {
    event_id: envelope.id,
    stream: definition.stream,
    key,
    version,
    partition: partitionOf(key, streamPartitions[definition.stream]),
    type: definition.type,
    envelope: text,
  };
}
