import { randomBytes } from 'node:crypto';
import type * as EventBus from '@sixpence/event-bus';
import type { Consumer, KafkaAdmin, LogTransport, Transport } from '@sixpence/event-bus';
import {
  groupNames,
  replyTopic,
  requestTopic,
  streamTopic,
  streams,
  topicDefinitions,
} from '@sixpence/schemas';
import type { ServiceName, Stream } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';
import { testKafka } from './test-kafka.js';
import { until } from './until.js';

/** Set to `kafka` where the tests of handlers run over a real broker; see vitest.config.ts. */
const TRANSPORT_VARIABLE = 'SIXPENCE_TEST_TRANSPORT';

/** What a transport is made with: the package's, or its sources' where these are under test. */
export type TransportMakers = Pick<
  typeof EventBus,
  'connectKafka' | 'createInProcessTransport' | 'createKafkaTransport'
>;

/**
 * The transport that this run of the test is about, with nothing on it yet: the one in the process, or Kafka. A test that knows
 * only this one says the same of both. `close` takes down what is left of it.
 */
export async function testTransport(makers?: TransportMakers): Promise<Transport> {
  const bus = makers ?? (await import('@sixpence/event-bus'));
  return process.env[TRANSPORT_VARIABLE] === 'kafka' ? kafkaTransport(bus) : bus.createInProcessTransport();
}

/** The one who asks, where a test does: its answers come back to it alone. */
const ASKING: ServiceName = 'cron';

/** How each transport over a broker says that its groups have handled all there is. */
const settling = new WeakMap<Transport, (stream: Stream) => Promise<void>>();

/** Resolves once whoever listens to the stream has handled what lies in it; at once where telling waits for that by itself. */
export const settled = async (transport: Transport, stream: Stream): Promise<void> =>
  settling.get(transport)?.(stream);

/**
 * Every service's own connection to topics that no other test has, as one transport: each service is a process of its own as
 * far as the broker sees.
 */
async function kafkaTransport(bus: TransportMakers): Promise<LogTransport> {
  const broker = await testKafka();
  const client = bus.connectKafka({ brokers: broker.brokers });
  const prefix = `test-${randomBytes(6).toString('hex')}.`;
  const logger = createLogger('test', { level: process.env['LOG_LEVEL'] ?? 'silent' });
  const admin = await client.admin();
  const need = topicsOnDemand(admin, prefix);
  const consumers = new Set<Consumer>();
  const connections = new Map<ServiceName, LogTransport>();
  const of = (service: ServiceName): LogTransport => {
    const known = connections.get(service);
    const connection = known ?? bus.createKafkaTransport({ client, service, prefix, logger });
    connections.set(service, connection);
    return connection;
  };
  const topicOf = (stream: Stream): string => streamTopic(prefix, stream).topic;
  const transport: LogTransport = {
    kind: 'kafka',
    async join(consumer) {
      const { service } = consumer;
      const asked = [requestTopic(prefix, service).topic, replyTopic(prefix, service).topic];
      await need([...[...consumer.streams].map(topicOf), ...asked]);
      const membership = await of(service).join(consumer);
      consumers.add(consumer);
      return {
        async leave() {
          consumers.delete(consumer);
          await membership.leave();
        },
      };
    },
    async publish(stream: Stream, ...rest) {
      await need([topicOf(stream)]);
      return of(streams[stream]).publish(stream, ...rest);
    },
    async request(request, signal) {
      await need([requestTopic(prefix, request.service).topic, replyTopic(prefix, ASKING).topic]);
      return of(ASKING).request(request, signal);
    },
    async close() {
      await Promise.all([...connections.values()].map((connection) => connection.close()));
      await admin.close();
      await broker.close();
    },
  };
  settling.set(transport, async (stream) => {
    const groups = new Set(
      [...consumers].filter((each) => each.streams.has(stream)).map(({ group }) => group),
    );
    const lags = () =>
      Promise.all([...groups].map((group) => admin.lag(groupNames(prefix, group).events, [topicOf(stream)])));
    await until(async () => (await lags()).every((lag) => lag === 0n), {
      what: `the listeners to ${stream}`,
      timeoutMs: 30_000,
    });
  });
  return transport;
}

/** Makes topics when they are first needed: a broker takes a second for all of them. */
function topicsOnDemand(admin: KafkaAdmin, prefix: string): (names: readonly string[]) => Promise<void> {
  const known = new Map(topicDefinitions({ prefix, replication: 1 }).map((topic) => [topic.name, topic]));
  const made = new Map<string, Promise<void>>();
  return async (names) => {
    const missing = names.filter((name) => known.has(name) && !made.has(name));
    if (missing.length > 0) {
      const making = admin.createTopics(missing.flatMap((name) => known.get(name) ?? []));
      for (const name of missing) made.set(name, making);
    }
    await Promise.all(names.flatMap((name) => made.get(name) ?? []));
  };
}
