import { groupNames, streamTopic } from '@sixpence/schemas';
import type { Stream } from '@sixpence/schemas';
import { createKeyLanes } from '../in-process/key-lanes.js';
import { StoppingError } from '../transport/transport.js';
import type { Consumer } from '../transport/transport.js';
import { isWanted, toBusRecord } from './event-record.js';
import type { KafkaConsumer, StoredRecord } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';
import type { GroupMember } from './group-member.js';
import { within } from './within.js';

/**
 * Joins the service's group over the streams that its handlers listen to. A batch is done when each of its events has had its
 * effect or is parked, both committed; only then do the group's offsets move. Keys of a partition run beside each other, as
 * many as the group's limiter lets, and one key in order, also across batches.
 */
export async function joinEvents(
  { client, prefix, logger }: KafkaConnection,
  consumer: Consumer,
): Promise<GroupMember> {
  const leaving = new AbortController();
  const lanes = createKeyLanes();
  const streamOf = new Map(
    [...consumer.streams].map((stream) => [streamTopic(prefix, stream).topic, stream]),
  );

  const handle = (stream: Stream, record: StoredRecord, signal: AbortSignal): Promise<void> =>
    lanes.run(`${stream}\u0000${record.key}`, async () => {
      if (leaving.signal.aborted || signal.aborted) throw new StoppingError();
      await consumer.handle(toBusRecord(stream, record), [leaving.signal, signal]);
    });

  const member: KafkaConsumer = await client.consumer({
    group: groupNames(prefix, consumer.group).events,
    topics: [...streamOf.keys()],
    from: 'earliest',
    async onBatch({ topic, records, signal }) {
      const stream = streamOf.get(topic);
      if (stream === undefined) throw new Error(`${topic} was not asked for`);
      const wanted = records.filter((record) => isWanted(record, consumer.types));
      const handled = await Promise.allSettled(wanted.map((record) => handle(stream, record, signal)));
      // All have ended by now: what comes again meets nothing of itself.
      const failed = handled.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason as Error;
    },
    onError(error) {
      if (error instanceof StoppingError) return;
      logger.warn({ error, group: consumer.group }, 'the group’s consumer met a failure and goes on');
    },
  });

  return {
    ready: () => member.ready(),
    async leave(timeoutMs) {
      leaving.abort();
      await within(timeoutMs / 2, lanes.idle());
      await within(timeoutMs / 2, member.close());
    },
  };
}
