import type { ServiceName } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import type { KafkaClient } from './kafka-client.js';
import type { PartitionWriter } from './partition-writer.js';

/** What the parts of the transport have in common. */
export interface KafkaConnection {
  readonly client: KafkaClient;
  /** The service that this process is. */
  readonly service: ServiceName;
  /** Names this process among the pods of its service. */
  readonly instance: string;
  /** What the environment's topics and groups begin with. */
  readonly prefix: string;
  readonly logger: Logger;
  /** Writes requests and answers. Events have a writer of their own, so that neither waits for the other. */
  readonly messages: PartitionWriter;
}
