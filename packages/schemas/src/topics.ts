import { requestCatalogue, eventCatalogue } from './catalogue.js';
import { ConsumerGroup } from './consumer-groups.js';
import type { ServiceName } from './consumer-groups.js';
import { streams } from './define-event.js';
import type { Stream } from './define-event.js';
import { deadLetterStream } from './events/dead-letter.js';

/** A topic as the broker is to have it. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicOptions {
  /** What the names of an environment's topics and groups begin with: `sixpence.`, `staging.`. */
  readonly prefix: string;
  /** Copies of each partition: 3 where there are three brokers or more. */
  readonly replication: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Longer than a consumer may be away, and not longer than the outbox is kept: what is lost can be asked for again. */
const EVENT_RETENTION_MS = 7 * DAY_MS;
/** Nobody waits that long for an answer. */
const REQUEST_RETENTION_MS = HOUR_MS;
const MAX_RECORD_BYTES = 1_048_576;

/**
 * How many pods of one service can share a stream. A key's partition follows from this number: it is never changed while
 * anything is on its way.
 */
export const streamPartitions = {
  invoice: 12,
  store: 6,
  payment: 12,
  webhook: 6,
  notification: 6,
  schedule: 1,
  'dead-letter-core': 1,
  'dead-letter-payments': 1,
  'dead-letter-webhooks': 1,
  'dead-letter-notifications': 1,
  'dead-letter-cron': 1,
  'dead-letter-admin': 1,
} as const satisfies Record<Stream, number>;

const REQUEST_PARTITIONS = 6;
/** Every instance reads all replies to its service: more partitions would share nothing. */
const REPLY_PARTITIONS = 1;

const services = Object.values(ConsumerGroup);
const answering = services.filter((name) => requestCatalogue.some(({ service }) => service === name));

/** A topic's place: its name, and how many partitions it has. */
export interface TopicPlace {
  readonly topic: string;
  readonly partitions: number;
}

const deadLetterStreams: ReadonlySet<Stream> = new Set(services.map(deadLetterStream));

/** The topic of a stream. What a group could not handle has a topic of its own kind: only operators look at it. */
export const streamTopic = (prefix: string, stream: Stream): TopicPlace => ({
  topic: deadLetterStreams.has(stream)
    ? `${prefix}dead-letters.${streams[stream]}`
    : `${prefix}events.${stream}`,
  partitions: streamPartitions[stream],
});

/** The topic of what a service is asked. */
export const requestTopic = (prefix: string, service: ServiceName): TopicPlace => ({
  topic: `${prefix}requests.${service}`,
  partitions: REQUEST_PARTITIONS,
});

/** The topic of the answers to what a service asked. */
export const replyTopic = (prefix: string, service: ServiceName): TopicPlace => ({
  topic: `${prefix}replies.${service}`,
  partitions: REPLY_PARTITIONS,
});

/** Every topic there is. */
export function topicDefinitions({ prefix, replication }: TopicOptions): TopicDefinition[] {
  const define = ({ topic, partitions }: TopicPlace, retentionMs: number): TopicDefinition => ({
    name: topic,
    partitions,
    replication,
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(retentionMs),
      'max.message.bytes': String(MAX_RECORD_BYTES),
      // An acknowledged record is on two brokers; one of three may be away.
      'min.insync.replicas': String(Math.max(1, replication - 1)),
    },
  });
  return [
    ...Object.keys(streams).map((stream) =>
      define(streamTopic(prefix, stream as Stream), EVENT_RETENTION_MS),
    ),
    ...answering.map((service) => define(requestTopic(prefix, service), REQUEST_RETENTION_MS)),
    ...services.map((service) => define(replyTopic(prefix, service), REQUEST_RETENTION_MS)),
  ];
}

/** One thing a service may do, as an access list of a broker has it. */
export interface TopicRight {
  readonly service: ServiceName;
  readonly operation: 'read' | 'write' | 'delete';
  readonly resource: 'topic' | 'group';
  readonly name: string;
  /** True: all names that begin so. */
  readonly prefixed: boolean;
}

/** The group of a service's events, of its requests, and what its instances' reply groups begin with. */
export const groupNames = (prefix: string, group: ServiceName) => ({
  events: `${prefix}${group}`,
  requests: `${prefix}${group}.requests`,
  replies: `${prefix}${group}.replies.`,
});

/**
 * What each service may do; nothing else. Only the owner writes a stream; all may read all streams (which of them a service
 * subscribes to is its handlers' choice) but the dead letters, which only admin reads; and all may ask and answer.
 */
export function topicRights(prefix: string): TopicRight[] {
  const used = new Set(eventCatalogue.map(({ stream }) => stream));
  return services.flatMap((service) => {
    const right = (
      operation: TopicRight['operation'],
      resource: TopicRight['resource'],
      name: string,
      prefixed = false,
    ): TopicRight => ({ service, operation, resource, name, prefixed });
    const groups = groupNames(prefix, service);
    return [
      ...[...used]
        .filter((stream) => service === ConsumerGroup.admin || !deadLetterStreams.has(stream))
        .map((stream) => right('read', 'topic', streamTopic(prefix, stream).topic)),
      ...[...used]
        .filter((stream) => streams[stream] === service)
        .map((stream) => right('write', 'topic', streamTopic(prefix, stream).topic)),
      ...answering.map((asked) => right('write', 'topic', requestTopic(prefix, asked).topic)),
      ...(answering.includes(service)
        ? [
            right('read', 'topic', requestTopic(prefix, service).topic),
            right('read', 'group', groups.requests),
            ...services.map((asking) => right('write', 'topic', replyTopic(prefix, asking).topic)),
          ]
        : // The reader of answers tries its own topic with a record of its own.
          [right('write', 'topic', replyTopic(prefix, service).topic)]),
      right('read', 'topic', replyTopic(prefix, service).topic),
      right('read', 'group', groups.events),
      right('read', 'group', groups.replies, true),
      // An instance that ends takes its group with it.
      right('delete', 'group', groups.replies, true),
    ];
  });
}
