import { randomBytes } from 'node:crypto';
import type * as EventBus from '@sixpence/event-bus';
import type { ServiceName } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';
import { testKafka } from './test-kafka.js';

/** Set to `kafka` where the tests of handlers run over a real broker; see vitest.config.ts. */
const TRANSPORT_VARIABLE = 'SIXPENCE_TEST_TRANSPORT';

type Transport = EventBus.Transport;
/** What a transport is made with: of the package, or of its sources where these are under test. */
export type TransportMakers = Pick<
  typeof EventBus,
  'connectKafka' | 'createInProcessTransport' | 'createKafkaTransport' | 'createTopics'
>;

/**
 * The transport that this run of the test is about, with nothing on it yet: the one in the process, or Kafka. A test that knows
 * only this one says the same of both. `close` takes down what is left of it.
 */
export async function testTransport(makers?: TransportMakers): Promise<Transport> {
  const bus = makers ?? (await import('@sixpence/event-bus'));
  return process.env[TRANSPORT_VARIABLE] === 'kafka' ? kafkaTransport(bus) : bus.createInProcessTransport();
}

/**
 * Every service's own connection to topics that no other test has, as one transport: each service is a process of its own as
 * far as the broker sees. What is asked, `cron` asks: answers come back to it alone.
 */
async function kafkaTransport(bus: TransportMakers): Promise<Transport> {
  const broker = await testKafka();
  const client = bus.connectKafka({ brokers: broker.brokers });
  const prefix = `test-${randomBytes(6).toString('hex')}.`;
  const logger = createLogger('test', { level: process.env['LOG_LEVEL'] ?? 'silent' });
  const admin = await client.admin();
  try {
    await bus.createTopics(admin, { prefix, replication: 1 });
  } finally {
    await admin.close();
  }
  const connections = new Map<ServiceName, Transport>();
  const of = (service: ServiceName): Transport => {
    const known = connections.get(service);
    const connection = known ?? bus.createKafkaTransport({ client, service, prefix, logger });
    connections.set(service, connection);
    return connection;
  };
  return {
    kind: 'kafka',
    join: (consumer) => of(consumer.service).join(consumer),
    connectRelay: (service, onSinks) => of(service).connectRelay(service, onSinks),
    request: (request, signal) => of('cron').request(request, signal),
    async close() {
      await Promise.all([...connections.values()].map((connection) => connection.close()));
      await broker.close();
    },
  };
}
