import type { BaseOptions, SASLOptions } from '@platformatic/kafka';
import type { KafkaClient } from './kafka-client.js';
import { DEFAULT_CLIENT_ID } from './kafka-settings.js';
import type { KafkaSasl, KafkaSettings } from './kafka-settings.js';
import { createPlatformaticAdmin } from './platformatic-admin.js';
import { createPlatformaticConsumer } from './platformatic-consumer.js';
import { createPlatformaticProducer } from './platformatic-producer.js';
import { consuming } from './timings.js';

/** The client over @platformatic/kafka. */
export function createPlatformaticClient({
  brokers,
  clientId = DEFAULT_CLIENT_ID,
  tls,
  sasl,
}: KafkaSettings): KafkaClient {
  const base: BaseOptions = {
    clientId,
    bootstrapBrokers: [...brokers],
    connectTimeout: consuming.connectTimeoutMs,
    requestTimeout: consuming.requestTimeoutMs,
    autocreateTopics: false,
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
  };
  return {
    producer: () => Promise.resolve(createPlatformaticProducer(base)),
    consumer: (options) => Promise.resolve(createPlatformaticConsumer(base, options)),
    admin: () => Promise.resolve(createPlatformaticAdmin(base)),
  };
}

const MECHANISMS = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

function saslOptions(sasl: KafkaSasl): SASLOptions {
  if (sasl.mechanism === 'oauthbearer') return { mechanism: 'OAUTHBEARER', token: sasl.token };
  return { mechanism: MECHANISMS[sasl.mechanism], username: sasl.username, password: sasl.password };
}
