/** What stands on the bus over Kafka, in one module: it is loaded while database, broker and chain start. */
import { BusClient, createKafkaTransport, createTopics } from '@sixpence/event-bus';
import { kafkaFrom } from '@sixpence/service-host';
import type { KafkaPlace } from '@sixpence/service-host';
import { createLogger } from '@sixpence/telemetry';
import { EnvironmentError } from './environment.js';
import type { LogDestination } from './log-destination.js';
import type { Bus } from './platform.js';

export { demoApiKey } from './demo-store.js';

/** Kafka as the services' own variables say, at those brokers. */
export function kafkaPlace(variables: Readonly<Record<string, string | undefined>>): KafkaPlace {
  const place = kafkaFrom(variables);
  if (place === undefined) throw new EnvironmentError('KAFKA_BROKERS names no broker');
  return place;
}

/** Makes the topics that are missing. Throws EnvironmentError when one is otherwise than the catalogue says. */
export async function prepareTopics({ client, prefix, replication }: KafkaPlace): Promise<void> {
  const admin = await client.admin();
  try {
    const [drift, ...more] = await createTopics(admin, { prefix, replication });
    if (drift === undefined) return;
    const others = more.length === 0 ? '' : `, and ${more.length} more differences`;
    throw new EnvironmentError(
      `the topic ${drift.topic} has ${drift.what} ${drift.found}, and ${drift.wanted} is wanted${others}`,
    );
  } finally {
    await admin.close();
  }
}

/** A client on the bus that asks as the back office does. */
export function createKafkaBus({ client, prefix }: KafkaPlace, log: LogDestination): Bus {
  const logger = createLogger('standalone', { destination: log });
  const transport = createKafkaTransport({ client, service: 'admin', prefix, logger });
  const asking = new BusClient(transport);
  const close = async () => {
    asking.close();
    await transport.close();
  };
  return { transport, client: asking, close };
}
