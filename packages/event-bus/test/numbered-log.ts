import { groupNames, streamTopic } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import type { KeptEvent, ReadNumbered } from '../src/gaps/answer-numbered-events.js';
import type { KafkaClient, KafkaRecord } from '../src/index.js';
import { outboxRow } from '../src/index.js';
import { storeEvent } from './store-events.js';

/** What a relay published of the stream `store`, and what of it the broker has. */
export interface NumberedLog {
  /** Numbers events `<key>@<number>` of a partition, as a relay does, and gives them as records. */
  number(partition: number, epoch: string, from: number, to: number, key?: string): KafkaRecord[];
  /** Writes records into the partition. */
  write(partition: number, records: readonly KafkaRecord[]): Promise<void>;
  /** What the owner's outbox holds still. */
  readonly read: ReadNumbered;
  /** Drops a number from the outbox, as retention does. */
  retire(partition: number, epoch: string, sequence: number): void;
  /** Resolves when the service's group has committed all that the broker has. */
  committed(service: ServiceName): Promise<void>;
  close(): Promise<void>;
}

export async function numberedLog(client: KafkaClient, prefix: string): Promise<NumberedLog> {
  const { topic } = streamTopic(prefix, 'store');
  const producer = await client.producer();
  const kept = new Map<string, KeptEvent[]>();
  const name = (partition: number, epoch: string): string => `${partition}/${epoch}`;
  return {
    number(partition, epoch, from, to, key = 'k') {
      const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
      return numbers.map((number) => {
        const { envelope, type } = outboxRow(storeEvent(key, number));
        const known = kept.get(name(partition, epoch)) ?? [];
        kept.set(name(partition, epoch), [...known, { sequence: BigInt(number), envelope }]);
        return {
          key,
          value: Buffer.from(envelope),
          headers: { type, 'relay-epoch': epoch, 'relay-sequence': String(number) },
        };
      });
    },
    async write(partition, records) {
      // A topic that is a moment old may have no leader yet.
      const sent = (): Promise<boolean> =>
        producer.send(topic, partition, records).then(
          () => true,
          () => false,
        );
      await until(sent, { what: 'the broker to take the records' });
    },
    async read({ partition, epoch, from, limit }) {
      const all = kept.get(name(partition, epoch)) ?? [];
      return all.filter(({ sequence }) => sequence >= from).slice(0, limit);
    },
    retire(partition, epoch, sequence) {
      const all = kept.get(name(partition, epoch)) ?? [];
      kept.set(
        name(partition, epoch),
        all.filter((event) => event.sequence !== BigInt(sequence)),
      );
    },
    async committed(service) {
      const admin = await client.admin();
      const behind = () => admin.lag(groupNames(prefix, service).events, [topic]);
      await until(async () => (await behind()) === 0n, { what: 'the offsets', timeoutMs: 40_000 });
      await admin.close();
    },
    close: () => producer.close(),
  };
}
