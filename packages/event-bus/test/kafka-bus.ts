import { randomBytes } from 'node:crypto';
import { Admin } from '@platformatic/kafka';
import type { ServiceName } from '@sixpence/schemas';
import { connectKafka, createKafkaTransport, createTopics } from '../src/index.js';
import type { KafkaClient, KafkaTransportOptions, Transport } from '../src/index.js';
import { silent } from './test-group.js';

export interface KafkaBus {
  readonly client: KafkaClient;
  readonly prefix: string;
  /** A transport as a process of that service has it. */
  transport(service: ServiceName, options?: Pick<KafkaTransportOptions, 'gaps'>): Transport;
  close(): Promise<void>;
}

/** Topics of its own on the broker, as an environment has them. */
export async function kafkaBus(brokers: readonly string[]): Promise<KafkaBus> {
  const client = connectKafka({ brokers });
  const prefix = `test-${randomBytes(4).toString('hex')}.`;
  const admin = await client.admin();
  try {
    await createTopics(admin, { prefix, replication: 1 });
  } finally {
    await admin.close();
  }
  const transports: Transport[] = [];
  return {
    client,
    prefix,
    transport(service, options = {}) {
      const transport = createKafkaTransport({ client, service, prefix, logger: silent, ...options });
      transports.push(transport);
      return transport;
    },
    async close() {
      await Promise.all(transports.map((transport) => transport.close()));
      await removeTopics(brokers, prefix);
    },
  };
}

/** Other test files use the broker too: what each leaves there makes it slower for all. */
async function removeTopics(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [...brokers] });
  const topics = await admin.listTopics();
  await admin.deleteTopics({ topics: topics.filter((topic) => topic.startsWith(prefix)) });
  await admin.close();
}
