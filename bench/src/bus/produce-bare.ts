import { Producer } from '@platformatic/kafka';
import type { MessageToProduce } from '@platformatic/kafka';
import { outboxRow } from '@sixpence/event-bus';
import { streamTopic } from '@sixpence/schemas';
import type { Job, JobOptions } from './job.js';
import { secondsSince } from './job.js';
import { paymentEvents, paymentPartitions } from './payment-events.js';

type Message = MessageToProduce;

/** A send of the relay's: as many records, as many bytes. */
const perSend = 388;
const allReplicas = -1;
/** Records are made before the clock runs. Unless all must differ, some thousand come again and again. */
const someThousand = 150_000;

/**
 * What the library alone can do, with the relay's settings: gzip, all replicas, sends of one partition, one of them in flight for each, no
 * database and nothing to compute. `events` records, each partition's numbered as the relay numbers them.
 */
export async function produceBare({ brokers, prefix, events, distinct }: JobOptions): Promise<Job> {
  const { topic } = streamTopic(prefix, 'payment');
  const producer = new Producer({
    clientId: 'bench',
    bootstrapBrokers: [...brokers],
    idempotent: false,
    retries: 0,
  });
  const shares = Array.from({ length: paymentPartitions }, (_, partition) => ({
    partition,
    count: Math.floor(events / paymentPartitions) + (partition < events % paymentPartitions ? 1 : 0),
  }));
  const sends = shares.map(({ partition, count }) => ({
    count,
    messages: messagesOf(
      topic,
      partition,
      distinct ? count : Math.min(count, someThousand / paymentPartitions),
    ),
  }));
  await producer.metadata({ topics: [topic] });

  const produce = async ({ count, messages }: { count: number; messages: Message[] }): Promise<void> => {
    for (let sent = 0; sent < count;) {
      const at = sent % messages.length;
      const batch = messages.slice(at, Math.min(at + perSend, at + count - sent));
      await producer.send({ acks: allReplicas, compression: 'gzip', messages: batch });
      sent += batch.length;
    }
  };
  return {
    async run() {
      const startMs = performance.now();
      await Promise.all(sends.map(produce));
      return { operations: events, seconds: secondsSince(startMs) };
    },
    close: () => producer.close(),
  };
}

function messagesOf(topic: string, partition: number, count: number): Message[] {
  const [contentType, type, epoch, sequence] = ['content-type', 'type', 'relay-epoch', 'relay-sequence'].map(
    (name) => Buffer.from(name),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const json = Buffer.from('application/cloudevents+json');
  const oneEpoch = Buffer.from('1-00000000');
  const messages: Message[] = [];
  for (const event of paymentEvents(Math.ceil(count / 2))) {
    if (messages.length === count) break;
    const row = outboxRow(event);
    messages.push({
      topic,
      partition,
      key: Buffer.from(row.key),
      value: Buffer.from(row.envelope),
      headers: new Map([
        [contentType, json],
        [type, Buffer.from(row.type)],
        [epoch, oneEpoch],
        [sequence, Buffer.from(String(messages.length + 1))],
      ]),
    });
  }
  return messages;
}
