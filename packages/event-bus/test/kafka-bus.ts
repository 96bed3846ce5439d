import { randomBytes } from 'node:crypto';
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
    close: async () => void (await Promise.all(transports.map((transport) => transport.close()))),
  };
}
