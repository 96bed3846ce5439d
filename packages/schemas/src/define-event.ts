import { z } from 'zod';
import type { ServiceName } from './consumer-groups.js';

/** The streams, each a topic on the bus, and the one service that may write it. */
export const streams = {
  invoice: 'core',
  store: 'core',
  payment: 'payments',
  webhook: 'webhooks',
  notification: 'notifications',
  schedule: 'cron',
  'dead-letter-core': 'core',
  'dead-letter-payments': 'payments',
  'dead-letter-webhooks': 'webhooks',
  'dead-letter-notifications': 'notifications',
  'dead-letter-cron': 'cron',
  'dead-letter-admin': 'admin',
} as const satisfies Record<string, ServiceName>;

export type Stream = keyof typeof streams;

/** What is known of an event type: its stream, its version and the shape of its data. */
export interface EventDefinition<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly version: number;
  readonly stream: Stream;
  readonly schema: Data;
  /** Of every version but the first: how data of the one before becomes data of this one. */
  readonly upgrade?: EventUpgrade;
}

/** The way from one version of an event to the next, so that handlers know the newest shape alone. */
export interface EventUpgrade {
  readonly from: EventDefinition;
  readonly data: (older: unknown) => unknown;
}

/**
 * An event on the wire: CloudEvents 1.0 attributes (their names are lower case and have no separators, section 3.1 of
 * the specification) with W3C `traceparent`. `subject` is the aggregate's id and the record's key; `sequence` counts
 * the aggregate's events from 1 without a gap; `dataversion` is the version of the data's shape.
 */
export interface BusEvent<Data = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly dataversion: number;
  readonly subject: string;
  readonly sequence: number;
  readonly time: string;
  readonly storeid: string | null;
  readonly livemode: boolean | null;
  readonly traceparent: string;
  readonly data: Data;
}

/** The event that a definition describes: what a handler receives. */
export type EventOf<D extends EventDefinition> = BusEvent<z.output<D['schema']>>;

/** Declares an event type. Definitions are gathered in the catalogue; a shape changes only with a new version. */
export function defineEvent<const Type extends string, Data extends z.ZodType>(
  definition: EventDefinition<Type, Data>,
): EventDefinition<Type, Data> {
  return Object.freeze(definition);
}

/** The upgrade of what `from` describes. The data has passed that version's schema, and must fit the next one's. */
export const upgradeFrom = <Older extends EventDefinition>(
  from: Older,
  data: (older: z.output<Older['schema']>) => unknown,
): EventUpgrade => ({ from, data: data as EventUpgrade['data'] });
