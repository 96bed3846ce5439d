import { CompressionTypes } from 'kafkajs';
import type { Kafka } from 'kafkajs';
import { createBelievedOffsets } from './believed-offsets.js';
import type { KafkaProducer } from './kafka-client.js';
import { producing } from './timings.js';

const ALL_REPLICAS = -1;

/**
 * Not idempotent: a broker that takes a new batch for a duplicate loses it, while a record that is written twice is known again
 * by its receiver. It does not try again by itself, so that the batch that comes next is the caller's choice.
 */
export async function createKafkajsProducer(kafka: Kafka): Promise<KafkaProducer> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: false,
    retry: { retries: 0 },
  });
  const believed = createBelievedOffsets();
  await producer.connect();
  return {
    async send(topic, partition, records) {
      const bytes = records.reduce((sum, { value }) => sum + value.length, 0);
      const [answer] = await producer.send({
        topic,
        acks: ALL_REPLICAS,
        timeout: producing.acknowledgeTimeoutMs,
        compression: bytes >= producing.compressFromBytes ? CompressionTypes.GZIP : CompressionTypes.None,
        messages: records.map(({ key, value, headers }) => ({ key, value, headers, partition })),
      });
      if (answer?.baseOffset === undefined) throw new Error(`${topic}/${partition} gave no offset`);
      return believed.check(topic, partition, BigInt(answer.baseOffset), records.length);
    },
    close: () => producer.disconnect(),
  };
}
