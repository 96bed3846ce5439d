import { randomBytes } from 'node:crypto';
import type * as EventBus from '@sixpence/event-bus';
import type { LogTransport, Transport } from '@sixpence/event-bus';
import { replyTopic, requestTopic, streamTopic, streams, topicDefinitions } from '@sixpence/schemas';
import type { ServiceName, Stream } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';
import { testKafka } from './test-kafka.js';

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

/**
 * Every service's own connection to topics that no other test has, as one transport: each service is a process of its own as
 * far as the broker sees.
 */
async function kafkaTransport(bus: TransportMakers): Promise<LogTransport> {
  const broker = await testKafka();
  const client = bus.connectKafka({ brokers: broker.brokers });
  const prefix = `test-${randomBytes(6).toString('hex')}.`;
  const logger = createLogger('test', { level: process.env['LOG_LEVEL'] ?? 'silent' });
  const topics = await topicsOnDemand(client, prefix);
  const connections = new Map<ServiceName, LogTransport>();
  const of = (service: ServiceName): LogTransport => {
    const known = connections.get(service);
    const connection = known ?? bus.createKafkaTransport({ client, service, prefix, logger });
    connections.set(service, connection);
    return connection;
  };
  return {
    kind: 'kafka',
    async join(consumer) {
      const { service } = consumer;
      const read = [...consumer.streams].map((stream) => streamTopic(prefix, stream).topic);
      await topics.need([...read, requestTopic(prefix, service).topic, replyTopic(prefix, service).topic]);
      return of(service).join(consumer);
    },
    async publish(stream: Stream, ...rest) {
      await topics.need([streamTopic(prefix, stream).topic]);
      return of(streams[stream]).publish(stream, ...rest);
    },
    async request(request, signal) {
      await topics.need([requestTopic(prefix, request.service).topic, replyTopic(prefix, ASKING).topic]);
      return of(ASKING).request(request, signal);
    },
    async close() {
      await Promise.all([...connections.values()].map((connection) => connection.close()));
      await topics.close();
      await broker.close();
    },
  };
}

/** Makes a topic when it is first needed: a broker takes a second for all of them. */
async function topicsOnDemand(client: EventBus.KafkaClient, prefix: string) {
  const admin = await client.admin();
  const known = new Map(topicDefinitions({ prefix, replication: 1 }).map((topic) => [topic.name, topic]));
  const made = new Map<string, Promise<void>>();
  return {
    async need(names: readonly string[]): Promise<void> {
      const missing = names.filter((name) => known.has(name) && !made.has(name));
      if (missing.length > 0) {
        const making = admin.createTopics(missing.flatMap((name) => known.get(name) ?? []));
        for (const name of missing) made.set(name, making);
      }
      await Promise.all(names.flatMap((name) => made.get(name) ?? []));
    },
    close: () => admin.close(),
  };
}
