import { ListOffsetTimestamps, offsetFetchV8 } from '@platformatic/kafka';
import type { Consumer } from '@platformatic/kafka';
import { coordinatorOf } from './platformatic-coordinator.js';
import { partitionName, placeAt } from './owned-partition.js';
import type { OwnedPartition } from './owned-partition.js';

/**
 * Finds where partitions begin: at the group's committed offset, with the note that stands beside it, else at the topic's beginning
 * or end. Gives those for which nothing was committed.
 */
export async function findPositions(
  consumer: Consumer,
  partitions: readonly OwnedPartition[],
  from: 'earliest' | 'latest',
): Promise<OwnedPartition[]> {
  const committed = await committedOffsets(consumer, partitions);
  const fresh: OwnedPartition[] = [];
  for (const owned of partitions) {
    const found = committed.get(partitionName(owned.topic, owned.partition));
    if (found !== undefined) placeAt(owned, found.offset, found.note);
    else fresh.push(owned);
  }
  if (fresh.length === 0) return fresh;
  const offsets = await topicOffsets(consumer, fresh, from);
  for (const owned of fresh) {
    const offset = offsets.get(owned);
    if (offset !== undefined) placeAt(owned, offset, undefined);
  }
  return fresh;
}

/** The library's own question drops the notes. */
async function committedOffsets(
  consumer: Consumer,
  partitions: readonly OwnedPartition[],
): Promise<Map<string, { offset: bigint; note: string | undefined }>> {
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, owned]) => ({
    name,
    partitionIndexes: owned.map(({ partition }) => partition),
  }));
  const groups = [{ groupId: consumer.groupId, memberEpoch: -1, topics }];
  const answer = await offsetFetchV8.api.async(await coordinatorOf(consumer), groups, false);
  return new Map(
    answer.groups.flatMap((group) =>
      group.topics.flatMap(({ name, partitions: found }) =>
        found
          .filter(({ committedOffset }) => committedOffset >= 0n)
          .map(({ partitionIndex, committedOffset, metadata }) => [
            partitionName(name, partitionIndex),
            { offset: committedOffset, note: metadata || undefined },
          ]),
      ),
    ),
  );
}

/** The partitions' first offset, or the one after their last. */
export async function topicOffsets<Place extends Pick<OwnedPartition, 'topic' | 'partition'>>(
  consumer: Consumer,
  partitions: readonly Place[],
  from: 'earliest' | 'latest',
): Promise<Map<Place, bigint>> {
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  const offsets = await consumer.listOffsets({
    topics: [...byTopic.keys()],
    partitions: Object.fromEntries(
      [...byTopic].map(([topic, owned]) => [topic, owned.map(({ partition }) => partition)]),
    ),
    timestamp: from === 'earliest' ? ListOffsetTimestamps.EARLIEST : ListOffsetTimestamps.LATEST,
  });
  const found = new Map<Place, bigint>();
  for (const place of partitions) {
    const offset = offsets.get(place.topic)?.[place.partition];
    if (offset !== undefined) found.set(place, offset);
  }
  return found;
}
