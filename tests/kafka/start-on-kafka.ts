import { randomBytes } from 'node:crypto';
import { startStandalone, type Standalone } from '../standalone.js';

/** Six processes over Kafka: with a broker of their own, or on the one of KAFKA_BROKERS with topics of their own. */
export const startOnKafka = (args: readonly string[] = []): Promise<Standalone> =>
  startStandalone({
    environment: { KAFKA_TOPIC_PREFIX: `e2e-${randomBytes(4).toString('hex')}.` },
    program: 'kafka-main',
    args,
  });
