import { Kafka, logLevel } from 'kafkajs';
import type { SASLOptions } from 'kafkajs';
import type { KafkaClient } from './kafka-client.js';
import { DEFAULT_CLIENT_ID } from './kafka-settings.js';
import type { KafkaSasl, KafkaSettings } from './kafka-settings.js';
import { createKafkajsAdmin } from './kafkajs-admin.js';
import { createKafkajsConsumer } from './kafkajs-consumer.js';
import { createKafkajsProducer } from './kafkajs-producer.js';
import { consuming } from './timings.js';

/** The client over kafkajs. */
export function createKafkajsClient({
  brokers,
  clientId = DEFAULT_CLIENT_ID,
  tls,
  sasl,
}: KafkaSettings): KafkaClient {
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers],
    ...(tls === undefined ? {} : { ssl: tls }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
    connectionTimeout: consuming.connectTimeoutMs,
    requestTimeout: consuming.requestTimeoutMs,
    logLevel: logLevel.NOTHING,
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
  });
  return {
    producer: () => createKafkajsProducer(kafka),
    consumer: (options) => Promise.resolve(createKafkajsConsumer(kafka, options)),
    admin: () => createKafkajsAdmin(kafka),
  };
}

function saslOptions(sasl: KafkaSasl): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer') return { ...sasl };
  return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await sasl.token() }) };
}
