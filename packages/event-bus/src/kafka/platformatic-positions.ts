import { ListOffsetTimestamps } from '@platformatic/kafka';
import type { Consumer } from '@platformatic/kafka';
import type { OwnedPartition } from './owned-partition.js';

/**
 * Finds where partitions begin: at the group's committed offset, else at the topic's beginning or end. Gives those for which
 * nothing was committed.
 */
export async function findPositions(
  consumer: Consumer,
  partitions: readonly OwnedPartition[],
  from: 'earliest' | 'latest',
): Promise<OwnedPartition[]> {
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  const committed = await consumer.listCommittedOffsets({
    topics: [...byTopic].map(([topic, owned]) => ({
      topic,
      partitions: owned.map(({ partition }) => partition),
    })),
  });
  const fresh: OwnedPartition[] = [];
  for (const owned of partitions) {
    const offset = committed.get(owned.topic)?.[owned.partition] ?? -1n;
    if (offset >= 0n) owned.position = offset;
    else fresh.push(owned);
  }
  if (fresh.length > 0) await placeAt(consumer, fresh, from);
  return fresh;
}

/** Puts the partitions at their beginning or end. */
export async function placeAt(
  consumer: Consumer,
  partitions: readonly OwnedPartition[],
  from: 'earliest' | 'latest',
): Promise<void> {
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  const offsets = await consumer.listOffsets({
    topics: [...byTopic.keys()],
    partitions: Object.fromEntries(
      [...byTopic].map(([topic, owned]) => [topic, owned.map(({ partition }) => partition)]),
    ),
    timestamp: from === 'earliest' ? ListOffsetTimestamps.EARLIEST : ListOffsetTimestamps.LATEST,
  });
  for (const owned of partitions) {
    const offset = offsets.get(owned.topic)?.[owned.partition];
    if (offset !== undefined) owned.position = offset;
  }
}
