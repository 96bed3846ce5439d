import { Producer } from '@platformatic/kafka';
import type { BaseOptions } from '@platformatic/kafka';
import { createBelievedOffsets } from './believed-offsets.js';
import type { KafkaProducer } from './kafka-client.js';
import { producing } from './timings.js';

const ALL_REPLICAS = -1;

/**
 * Not idempotent: a broker that takes a new batch for a duplicate loses it, while a record that is written twice is known again
 * by its receiver. It does not try again by itself, so that the batch that comes next is the caller's choice.
 */
export function createPlatformaticProducer(base: BaseOptions): KafkaProducer {
  const producer = new Producer({
    ...base,
    retries: 0,
    timeout: producing.acknowledgeTimeoutMs,
    idempotent: false,
    repeatOnStaleMetadata: false,
  });
  // An error event that nobody hears would end the process; whoever sends hears of it by the send.
  producer.on('error', () => {});
  const believed = createBelievedOffsets();
  return {
    async send(topic, partition, records) {
      const bytes = records.reduce((sum, { value }) => sum + value.length, 0);
      const bytesOf = createTextBytes();
      try {
        const known = (await producer.metadata({ topics: [topic] })).topics.get(topic);
        // The library would wrap it round to another partition.
        if (known === undefined || partition >= known.partitionsCount)
          throw new RangeError(`${topic} has no partition ${partition}`);
        const { offsets } = await producer.send({
          // Said at each send: the library drops what its producer was made with, and asks the leader alone.
          acks: ALL_REPLICAS,
          compression: bytes >= producing.compressFromBytes ? 'gzip' : 'none',
          messages: records.map(({ key, value, headers }) => ({
            topic,
            partition,
            key: Buffer.from(key),
            value,
            headers: new Map(Object.entries(headers).map(([name, text]) => [bytesOf(name), bytesOf(text)])),
          })),
        });
        const answer = offsets?.find((each) => each.topic === topic && each.partition === partition);
        if (answer === undefined) throw new Error(`${topic}/${partition} gave no offset`);
        return believed.check(topic, partition, answer.offset, records.length);
      } catch (error) {
        // Its leader may be another broker by now.
        producer.clearMetadata();
        throw error;
      }
    },
    close: () => producer.close(),
  };
}

/** Of the records of a batch most headers are the same. */
function createTextBytes(): (text: string) => Buffer {
  const known = new Map<string, Buffer>();
  return (text) => {
    let bytes = known.get(text);
    if (bytes === undefined) known.set(text, (bytes = Buffer.from(text)));
    return bytes;
  };
}
