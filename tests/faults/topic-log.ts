import { randomBytes } from 'node:crypto';
import { until } from '@sixpence/testkit';
import { Kafka, logLevel } from 'kafkajs';
import type { Admin } from 'kafkajs';

/** A record of an event topic, as it lies on the broker. */
export interface LoggedRecord {
  readonly partition: number;
  readonly offset: bigint;
  /** The event's id; the bytes as text when they are no event. */
  readonly event: string;
  readonly key: string;
  /** Which of its key's events it is; 0 when it is none. */
  readonly version: number;
  readonly epoch: string | undefined;
  readonly sequence: bigint | undefined;
}

/** A look at the broker by a client that is none of ours; it waits for one that is just coming back. */
export interface TopicLog {
  /** How many records each partition holds or held. */
  ends(): Promise<bigint[]>;
  /** What the group has committed of each partition; 0 when nothing. */
  committed(group: string): Promise<bigint[]>;
  /** Sets an empty group's place to the first record of each partition. */
  resetToBeginning(group: string): Promise<void>;
  /** Resolves once so many replicas of each partition are in sync. */
  inSync(replicas: number): Promise<void>;
  /** Everything, partition by partition in order. */
  read(): Promise<LoggedRecord[]>;
  /** Writes bytes that came from no relay. */
  write(partition: number, key: string, value: string): Promise<void>;
}

const WITHIN_MS = 60_000;

export function topicLog(brokers: readonly string[], topic: string): TopicLog {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

  const asAdmin = <T extends object>(work: (admin: Admin) => Promise<T>): Promise<T> =>
    until(
      async () => {
        const admin = kafka.admin();
        await admin.connect();
        try {
          return await work(admin);
        } finally {
          await admin.disconnect();
        }
      },
      { timeoutMs: WITHIN_MS, what: 'the broker to say it' },
    );
  const inOrder = (offsets: readonly { partition: number; offset: string }[]): bigint[] =>
    offsets
      .toSorted((a, b) => a.partition - b.partition)
      .map(({ offset }) => (BigInt(offset) < 0n ? 0n : BigInt(offset)));
  const ends = () => asAdmin(async (admin) => inOrder(await admin.fetchTopicOffsets(topic)));

  return {
    ends,
    committed: (groupId) =>
      asAdmin(async (admin) => {
        const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
        return inOrder(found?.partitions ?? []);
      }),
    async resetToBeginning(groupId) {
      await asAdmin(async (admin) => {
        await admin.resetOffsets({ groupId, topic, earliest: true });
        return [];
      });
    },
    async inSync(replicas) {
      const complete = async (): Promise<boolean> => {
        const { topics } = await asAdmin((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
        return topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === replicas));
      };
      await until(complete, { timeoutMs: WITHIN_MS, what: `${replicas} replicas in sync` });
    },
    async read() {
      const wanted = await ends();
      const reached = wanted.map(() => 0n);
      const records: LoggedRecord[] = [];
      const consumer = kafka.consumer({ groupId: `log-${randomBytes(5).toString('hex')}` });
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachMessage: async ({ partition, message }) => {
          const headers = (name: string) => message.headers?.[name]?.toString();
          const sequence = headers('relay-sequence');
          records.push({
            partition,
            offset: BigInt(message.offset),
            ...eventOf(message.value?.toString() ?? ''),
            key: message.key?.toString() ?? '',
            epoch: headers('relay-epoch'),
            sequence: sequence === undefined ? undefined : BigInt(sequence),
          });
          reached[partition] = BigInt(message.offset) + 1n;
        },
      });
      const isRead = () => wanted.every((end, partition) => (reached[partition] ?? 0n) >= end);
      try {
        await until(isRead, { timeoutMs: WITHIN_MS, what: `${topic} to be read` });
      } finally {
        await consumer.disconnect();
      }
      return records.toSorted((a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1));
    },
    async write(partition, key, value) {
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic, messages: [{ partition, key, value }] });
      await producer.disconnect();
    },
  };
}

function eventOf(value: string): Pick<LoggedRecord, 'event' | 'version'> {
  try {
    const { id, sequence } = JSON.parse(value) as { id: string; sequence: number };
    return { event: id, version: sequence };
  } catch {
    return { event: value, version: 0 };
  }
}
