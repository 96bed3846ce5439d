import { createInProcessTransport, createKafkaTransport } from '@sixpence/event-bus';
import type { Transport } from '@sixpence/event-bus';
import type { ServiceName } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { kafkaFrom } from './kafka-environment.js';

/**
 * What carries a service's events and requests: Kafka where KAFKA_BROKERS says where, else this process alone. Throws when a
 * variable is not right; the broker is spoken to later.
 */
export function transportFrom(env: NodeJS.ProcessEnv, service: ServiceName, logger: Logger): Transport {
  const kafka = kafkaFrom(env);
  if (kafka === undefined) return createInProcessTransport();
  return createKafkaTransport({ client: kafka.client, service, prefix: kafka.prefix, logger });
}
