import { setTimeout as sleep } from 'node:timers/promises';
import {
  Admin,
  ConfigResourceTypes,
  ConfigSources,
  ListOffsetTimestamps,
  findErrorBy,
} from '@platformatic/kafka';
import type { BaseOptions } from '@platformatic/kafka';
import type { KafkaAdmin, KafkaTopic } from './kafka-client.js';

const TRIES = 3;
const LEADERS_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 50;

/** The administration over @platformatic/kafka. */
export function createPlatformaticAdmin(base: BaseOptions): KafkaAdmin {
  const admin = new Admin({ ...base, retries: TRIES });
  admin.on('error', () => {});
  return {
    async createTopics(topics) {
      // A request has one configuration for all its topics.
      for (const { name, partitions, replication, config } of topics) {
        await admin.createTopics({
          topics: [name],
          partitions,
          replicas: replication,
          configs: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        });
      }
      await haveLeaders(admin, topics);
    },
    describeTopics: (names) => describeTopics(admin, names),
    async lag(group, topics) {
      if (topics.length === 0) return 0n;
      return groupLag(admin, group, topics);
    },
    async deleteGroups(groups) {
      for (const group of groups) await deleteGroup(admin, group);
    },
    close: () => admin.close(),
  };
}

async function deleteGroup(admin: Admin, group: string): Promise<void> {
  try {
    await admin.deleteGroups({ groups: [group] });
  } catch (error) {
    if (findErrorBy(error as Error, 'apiId', 'GROUP_ID_NOT_FOUND') === null) throw error;
  }
}

/** A topic that was just made takes records only once its partitions have leaders, and these know it. */
async function haveLeaders(admin: Admin, topics: readonly KafkaTopic[]): Promise<void> {
  const names = topics.map(({ name }) => name);
  const deadline = performance.now() + LEADERS_WITHIN_MS;
  for (;;) {
    const found = await admin.metadata({ topics: names, forceUpdate: true }).catch(() => undefined);
    const ready = topics.every(({ name, partitions }) => {
      const known = found?.topics.get(name);
      return known?.partitionsCount === partitions && known.partitions.every(({ leader }) => leader >= 0);
    });
    if (ready) return;
    if (performance.now() > deadline) throw new Error(`${names.join(', ')} got no leaders`);
    await sleep(LOOK_AGAIN_MS);
  }
}

async function describeTopics(admin: Admin, names: readonly string[]): Promise<KafkaTopic[]> {
  const there = new Set(await admin.listTopics());
  const found = names.filter((name) => there.has(name));
  if (found.length === 0) return [];
  const { topics } = await admin.metadata({ topics: found, forceUpdate: true });
  const described = await admin.describeConfigs({
    resources: found.map((resourceName) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName })),
  });
  return found.map((name) => ({
    name,
    partitions: topics.get(name)?.partitionsCount ?? 0,
    replication: topics.get(name)?.partitions[0]?.replicas.length ?? 0,
    config: Object.fromEntries(
      (described.find(({ resourceName }) => resourceName === name)?.configs ?? [])
        .filter(({ configSource }) => configSource === ConfigSources.DYNAMIC_TOPIC_CONFIG)
        .map((each) => [each.name, each.value ?? '']),
    ),
  }));
}

/** A partition without a committed offset is counted from its beginning. */
async function groupLag(admin: Admin, group: string, topics: readonly string[]): Promise<bigint> {
  const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true });
  const asked = topics.map((name) => ({
    name,
    partitionIndexes: Array.from({ length: metadata.topics.get(name)?.partitionsCount ?? 0 }, (_, at) => at),
  }));
  const offsetsAt = async (timestamp: bigint): Promise<Map<string, bigint>> => {
    const listed = await admin.listOffsets({
      topics: asked.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, timestamp })),
      })),
    });
    return new Map(
      listed.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, offset }) => [`${name}/${partitionIndex}`, offset]),
      ),
    );
  };
  const ends = await offsetsAt(ListOffsetTimestamps.LATEST);
  const begins = await offsetsAt(ListOffsetTimestamps.EARLIEST);
  const [answer] = await admin.listConsumerGroupOffsets({ groups: [{ groupId: group, topics: asked }] });
  const committed = new Map(
    (answer?.topics ?? []).flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, committedOffset }) => [`${name}/${partitionIndex}`, committedOffset]),
    ),
  );
  let lag = 0n;
  for (const [name, end] of ends) {
    const offset = committed.get(name) ?? -1n;
    lag += end - (offset < 0n ? (begins.get(name) ?? 0n) : offset);
  }
  return lag;
}
