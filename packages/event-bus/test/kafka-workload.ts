import { randomBytes } from 'node:crypto';
import { until } from '@sixpence/testkit';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaClient, KafkaConsumer, StoredRecord } from '../src/index.js';
import { pauseUnless } from '../src/waiting/pause-unless.js';

/** A topic and group that no other test has. */
export async function makeTopic(
  client: KafkaClient,
  partitions: number,
  replication: number,
): Promise<string> {
  const name = `conformance-${randomBytes(5).toString('hex')}`;
  const admin = await client.admin();
  try {
    await admin.createTopics([{ name, partitions, replication, config: {} }]);
    // A topic that is a moment old may have no leader yet: its ends are told by those alone.
    const isLed = () =>
      admin.lag(name, [name]).then(
        () => true,
        () => false,
      );
    await until(isLed, { timeoutMs: 30_000, what: `${name} to have leaders` });
  } finally {
    await admin.close();
  }
  return name;
}

export const numbered = (number: number) => ({
  key: `key-${number % 7}`,
  value: Buffer.from(JSON.stringify({ number, filling: 'x'.repeat(100) })),
  headers: { number: String(number) },
});

export const numberOf = (record: StoredRecord): number => Number(record.headers['number']);

export interface Load {
  /** The numbers that the broker acknowledged, of each partition. */
  readonly acknowledged: readonly number[][];
  readonly failures: readonly string[];
  total(): number;
  /** Sends what is in hand to its end, however often it takes. */
  stop(): Promise<void>;
}

const BATCH = 20;
const AFTER_FAILURE_MS = 100;
const never = new AbortController().signal;

/**
 * Numbers into every partition, each on its own and one batch at a time; a batch that fails is sent again. As fast as it goes, or
 * with a pause after each batch.
 */
export async function produceLoad(
  client: KafkaClient,
  topic: string,
  partitions: number,
  pauseMs?: number,
): Promise<Load> {
  const producer = await client.producer();
  const acknowledged = Array.from({ length: partitions }, (): number[] => []);
  const failures: string[] = [];
  let stopping = false;
  const run = async (partition: number): Promise<void> => {
    for (let first = 0; !stopping; first += BATCH) {
      const numbers = Array.from({ length: BATCH }, (_, at) => first + at);
      await until(
        () =>
          producer.send(topic, partition, numbers.map(numbered)).then(
            () => true,
            async (error: unknown) => {
              failures.push(error instanceof Error ? error.message : String(error));
              // As the bus does: who asks a dead broker without a pause takes the machine from the one that starts.
              await pauseUnless(AFTER_FAILURE_MS, never);
              return false;
            },
          ),
        { timeoutMs: 100_000, what: `partition ${partition} to take a batch` },
      );
      acknowledged[partition]!.push(...numbers);
      // Leaves the machine to the broker for a moment; as many batches as it can would say no more.
      if (pauseMs === undefined) await new Promise((resolve) => setImmediate(resolve));
      else await pauseUnless(pauseMs, never);
    }
  };
  const running = Promise.all(acknowledged.map((_, partition) => run(partition)));
  running.catch(() => {});
  return {
    acknowledged,
    failures,
    total: () => acknowledged.reduce((sum, numbers) => sum + numbers.length, 0),
    async stop() {
      stopping = true;
      await running;
      await producer.close();
    },
  };
}

/** Everything of the topic, partition by partition, as a new group reads it. */
export async function readAll(client: KafkaClient, topic: string, partitions: number): Promise<number[][]> {
  const read = Array.from({ length: partitions }, (): number[] => []);
  const group = `${topic}-reader-${randomBytes(3).toString('hex')}`;
  const consumer = await client.consumer({
    group,
    topics: [topic],
    from: 'earliest',
    onBatch: async ({ partition, records }) => void read[partition]!.push(...records.map(numberOf)),
    onError: () => {},
  });
  await drained(client, group, topic);
  await consumer.close();
  return read;
}

/** Resolves when the group has committed all of the topic. */
export async function drained(client: KafkaClient, group: string, topic: string): Promise<void> {
  const admin = await client.admin();
  try {
    await until(async () => (await admin.lag(group, [topic])) === 0n, {
      timeoutMs: 90_000,
      what: 'the group to be at the end',
    });
  } finally {
    await admin.close();
  }
}

export interface CommitWatch {
  /** The newest committed offset that was seen of each partition. */
  readonly newest: ReadonlyMap<number, bigint>;
  readonly backwards: readonly string[];
  stop(): Promise<void>;
}

/** Looks at a group's committed offsets again and again, by a client of its own. */
export async function watchCommits(
  brokers: readonly string[],
  group: string,
  topic: string,
): Promise<CommitWatch> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const newest = new Map<number, bigint>();
  const backwards: string[] = [];
  let stopping = false;
  const look = async (): Promise<boolean> => {
    const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    for (const { partition, offset } of found?.partitions ?? []) {
      const now = BigInt(offset);
      const known = newest.get(partition) ?? -1n;
      if (now < known) backwards.push(`partition ${partition} from ${known} to ${now}`);
      else newest.set(partition, now);
    }
    return stopping;
  };
  const running = until(look, { timeoutMs: 200_000, what: 'the test to end' });
  running.catch(() => {});
  return {
    newest,
    backwards,
    async stop() {
      stopping = true;
      await running;
      await admin.disconnect();
    },
  };
}

/** Resolves when every replica of the topic is in sync again: what is lost by killing two at once is no client's fault. */
export async function inSync(brokers: readonly string[], topic: string, replication: number): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await until(
      async () => {
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
        return topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === replication));
      },
      { timeoutMs: 30_000, what: 'the replicas to be in sync' },
    );
  } finally {
    await admin.disconnect();
  }
}

/** A member that keeps what it is given. */
export interface Member {
  readonly consumer: KafkaConsumer;
  readonly errors: string[];
}

export async function join(
  client: KafkaClient,
  group: string,
  topic: string,
  onBatch: (batch: {
    partition: number;
    records: readonly StoredRecord[];
    signal: AbortSignal;
  }) => Promise<void>,
): Promise<Member> {
  const errors: string[] = [];
  const consumer = await client.consumer({
    group,
    topics: [topic],
    from: 'earliest',
    onBatch,
    onError: (error) => void errors.push(error instanceof Error ? error.message : String(error)),
  });
  return { consumer, errors };
}
