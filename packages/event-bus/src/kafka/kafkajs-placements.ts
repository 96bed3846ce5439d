import type { Kafka } from 'kafkajs';
import type { Placement } from './kafka-client.js';
import { partitionName } from './owned-partition.js';

/** From where one generation of a member reads its partitions. */
export interface KafkajsPlacements {
  /** The placement of a batch that begins at `offset`; the one after it is due at `next`. */
  read(topic: string, partition: number, offset: bigint, next: bigint): Placement;
}

/**
 * Asks for the notes that stand beside the group's offsets; the library asks for the offsets alone. Nor does it say
 * that it began elsewhere because an offset was gone: a batch that begins where none was due tells.
 */
export async function createKafkajsPlacements(
  kafka: Kafka,
  group: string,
  topics: string[],
  signal: AbortSignal,
): Promise<KafkajsPlacements> {
  const places = new Map<string, { placement: Placement; next: bigint }>();
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId: group, topics })) {
      for (const { partition, offset, metadata } of partitions) {
        const placement = { topic, partition, note: metadata || undefined, signal };
        places.set(partitionName(topic, partition), { placement, next: BigInt(offset) });
      }
    }
  } finally {
    await admin.disconnect();
  }
  return {
    read(topic, partition, offset, next) {
      const name = partitionName(topic, partition);
      const known = places.get(name);
      const placement =
        known?.next === offset ? known.placement : { topic, partition, note: undefined, signal };
      places.set(name, { placement, next });
      return placement;
    },
  };
}
