import type { KafkaClient, KafkaSettings } from '../src/index.js';
import { createKafkajsClient } from '../src/kafka/kafkajs-client.js';
import { createPlatformaticClient } from '../src/kafka/platformatic-client.js';

/** CONFORMANCE=full asks both clients and waits for the long outage; without, the client that is used is asked all but that. */
export const full = process.env['CONFORMANCE'] === 'full';

export interface ConformanceClient {
  readonly name: string;
  readonly create: (settings: KafkaSettings) => KafkaClient;
}

/** All that there are. */
export const allClients: readonly ConformanceClient[] = [
  { name: '@platformatic/kafka', create: createPlatformaticClient },
  { name: 'kafkajs', create: createKafkajsClient },
];

/** Those that the suite asks. */
export const clients = full ? allClients : allClients.slice(0, 1);

/** Tells what was seen, for the record of the decision. */
export function note(client: string, what: string): void {
  if (full) process.stderr.write(`[${client}] ${what}\n`);
}
