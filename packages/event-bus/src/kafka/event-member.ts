import { groupNames, streamTopic } from '@sixpence/schemas';
import { defaultGapTimings } from '../gaps/fill-gap.js';
import type { GapTimings } from '../gaps/fill-gap.js';
import { createKeyLanes } from '../in-process/key-lanes.js';
import type { BusClient } from '../requests/bus-client.js';
import { StoppingError } from '../transport/transport.js';
import type { Consumer } from '../transport/transport.js';
import { createEventWork } from './event-work.js';
import type { KafkaConsumer } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';
import { groupMember } from './group-member.js';
import type { GroupMember } from './group-member.js';
import { partitionName } from './owned-partition.js';

export interface EventMemberOptions {
  /** Asks the owners of streams for what is missing. */
  readonly asking: Pick<BusClient, 'request'>;
  readonly gaps?: Partial<GapTimings> | undefined;
}

/**
 * Joins the service's group over the streams that its handlers listen to. A batch is done when each of its events has had its
 * effect or is parked, both committed; only then do the group's offsets move, and with them the newest number of the relay.
 * Keys of a partition run beside each other, as many as the group's limiter lets, and one key in order, also across batches.
 */
export async function joinEvents(
  { client, prefix, logger }: KafkaConnection,
  consumer: Consumer,
  { asking, gaps }: EventMemberOptions,
): Promise<GroupMember> {
  const leaving = new AbortController();
  const lanes = createKeyLanes();
  const streamOf = new Map(
    [...consumer.streams].map((stream) => [streamTopic(prefix, stream).topic, stream]),
  );
  const timings = { ...defaultGapTimings, ...gaps };
  const work = createEventWork({ consumer, lanes, logger, client: asking, timings, leaving: leaving.signal });

  const member: KafkaConsumer = await client.consumer({
    group: groupNames(prefix, consumer.group).events,
    topics: [...streamOf.keys()],
    from: 'earliest',
    async onBatch({ topic, partition, records, placement }) {
      const stream = streamOf.get(topic);
      if (stream === undefined) throw new Error(`${topic} was not asked for`);
      let note: string | undefined;
      await lanes.run(partitionName(topic, partition), async () => {
        if (leaving.signal.aborted) throw new StoppingError();
        note = await work(stream, records, placement);
      });
      return note;
    },
    onError(error) {
      if (error instanceof StoppingError) return;
      logger.warn({ error, group: consumer.group }, 'the group’s consumer met a failure and goes on');
    },
  });

  return groupMember(member, leaving, () => lanes.idle());
}
