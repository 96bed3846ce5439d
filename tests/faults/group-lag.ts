import { Kafka, logLevel } from 'kafkajs';

/**
 * How many records each group of an environment has still before it, by name; groups at their end are left out. Of each topic
 * that the group has committed anything of, all partitions count.
 */
export async function groupsBehind(
  brokers: readonly string[],
  prefix: string,
): Promise<Record<string, number>> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    const behind: Record<string, number> = {};
    for (const { groupId } of groups.filter((group) => group.groupId.startsWith(prefix))) {
      let lag = 0n;
      for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
        const committed = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
        for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
          const offset = committed.get(partition) ?? 0n;
          lag += BigInt(high) - (offset < 0n ? 0n : offset);
        }
      }
      if (lag > 0n) behind[groupId] = Number(lag);
    }
    return behind;
  } finally {
    await admin.disconnect();
  }
}
