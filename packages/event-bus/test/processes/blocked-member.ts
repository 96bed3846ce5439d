/** A member of a group that blocks its event loop when it is told to: node blocked-member.ts <client> <brokers> <topic and group>. */
import type { KafkaClient, KafkaSettings } from '@sixpence/event-bus';
import type { MemberMessage } from '../blocked-member.ts';

const [client = '', brokers = '', topic = ''] = process.argv.slice(2);
const clients: Record<string, readonly [file: string, maker: string]> = {
  kafkajs: ['kafkajs-client.js', 'createKafkajsClient'],
  '@platformatic/kafka': ['platformatic-client.js', 'createPlatformaticClient'],
};
const [file, maker] = clients[client] ?? ['', ''];
const built = import.meta.resolve('@sixpence/event-bus');
const makers = (await import(new URL(`kafka/${file}`, built).href)) as Record<
  string,
  (settings: KafkaSettings) => KafkaClient
>;

/** Who listened may be gone already. */
const tell = (message: MemberMessage): void =>
  void (process.connected && process.send?.(message, undefined, undefined, () => {}));

const kafka = makers[maker]?.({ brokers: brokers.split(',') });
const consumer = await kafka?.consumer({
  group: topic,
  topics: [topic],
  from: 'earliest',
  onBatch: async ({ partition, records }) => {
    tell({ partition, numbers: records.map(({ headers }) => Number(headers['number'])) });
  },
  onError: () => {},
});
process.on('message', (ms: number) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  tell('awake');
});
process.on('disconnect', () => void consumer?.close().then(() => process.exit(0)));
