import { randomUUID } from 'node:crypto';
import { requestTopic, streamTopic } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import type { GapTimings } from '../gaps/fill-gap.js';
import { BusClient } from '../requests/bus-client.js';
import type { Consumer, LogTransport, Membership } from '../transport/transport.js';
import { joinEvents } from './event-member.js';
import { toKafkaRecord } from './event-record.js';
import type { GroupMember } from './group-member.js';
import type { KafkaClient } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';
import { partitionOf } from './partition-of.js';
import { createPartitionWriter } from './partition-writer.js';
import { createReplyReader } from './reply-reader.js';
import { joinRequests } from './request-member.js';
import { toRequestRecord } from './request-record.js';
import { whenAborted } from '../waiting/when-aborted.js';

export interface KafkaTransportOptions {
  readonly client: KafkaClient;
  /** The service that this process is: answers to its requests come back to it. */
  readonly service: ServiceName;
  /** What the environment's topics and groups begin with. */
  readonly prefix: string;
  readonly logger: Logger;
  /** How often the owner of missing events is asked. */
  readonly gaps?: Partial<GapTimings> | undefined;
}

const LEAVE_TIMEOUT_MS = 9_000;
const JOIN_TIMEOUT_MS = 30_000;

/**
 * The bus over Apache Kafka: a topic for each stream, one for what each service is asked, and one for the answers to it (the
 * names are in `@sixpence/schemas`, and the topics must be there). Nothing here keeps a record that the broker has not acknowledged, nor commits one whose effect is not committed.
 */
export function createKafkaTransport(options: KafkaTransportOptions): LogTransport {
  const { client, service, prefix, logger, gaps } = options;
  const onError = (error: unknown): void => {
    logger.warn({ error }, 'the broker did not take records; they are sent again');
  };
  const writer = () => createPartitionWriter({ producer: () => client.producer(), onError });
  const events = writer();
  const messages = writer();
  const connection: KafkaConnection = { client, service, instance: randomUUID(), prefix, logger, messages };
  const replies = createReplyReader(connection);
  const members = new Set<GroupMember>();

  const request: LogTransport['request'] = async (asked, signal) => {
    signal.throwIfAborted();
    await Promise.race([replies.ready(), whenAborted(signal)]);
    const answer = replies.expect(asked.id, signal);
    const { topic, partitions } = requestTopic(prefix, asked.service);
    const record = toRequestRecord(asked, connection);
    // It is given up only by the signal, of which `answer` tells too.
    messages.write(topic, partitionOf(asked.id, partitions), [record], signal).catch(() => {});
    return answer;
  };
  const asking = new BusClient({ request });

  const leave = async (left: readonly GroupMember[]): Promise<void> => {
    for (const member of left) members.delete(member);
    await Promise.all(left.map((member) => member.leave(LEAVE_TIMEOUT_MS)));
  };

  return {
    kind: 'kafka',
    async join(consumer: Consumer): Promise<Membership> {
      // The first request need not wait for it then.
      void replies.ready().catch(() => {});
      const joined: GroupMember[] = [];
      const add = async (joining: Promise<GroupMember>): Promise<void> => {
        const member = await joining;
        joined.push(member);
        members.add(member);
        await Promise.race([member.ready(), whenAborted(AbortSignal.timeout(JOIN_TIMEOUT_MS))]);
      };
      const joining = [
        ...(consumer.streams.size > 0 ? [add(joinEvents(connection, consumer, { asking, gaps }))] : []),
        ...(consumer.requests.size > 0 ? [add(joinRequests(connection, consumer))] : []),
      ];
      await Promise.allSettled(joining);
      try {
        await Promise.all(joining);
      } catch (error) {
        await leave(joined);
        throw error;
      }
      return { leave: () => leave(joined) };
    },
    publish: (stream, partition, published, stopping) =>
      events.write(streamTopic(prefix, stream).topic, partition, published.map(toKafkaRecord), stopping),
    request,
    async close() {
      asking.close();
      await leave([...members]);
      await replies.close();
      await Promise.all([events.close(), messages.close()]);
    },
  };
}
