import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { Admin, Kafka } from 'kafkajs';
import type { KafkaAdmin, KafkaTopic } from './kafka-client.js';

// CommonJS whose other names Node does not see.
const { ConfigResourceTypes, ConfigSource, KafkaJSDeleteGroupsError } = kafkajs;

const MAX_TRIES = 10;
const TRY_AGAIN_MS = 200;

/** The administration over kafkajs. */
export async function createKafkajsAdmin(kafka: Kafka): Promise<KafkaAdmin> {
  const admin = kafka.admin();
  await admin.connect();
  return {
    async createTopics(topics) {
      await admin.createTopics({
        // To wait for them it asks once, and fails where a broker does not know of the topic yet.
        waitForLeaders: false,
        topics: topics.map(({ name, partitions, replication, config }) => ({
          topic: name,
          numPartitions: partitions,
          replicationFactor: replication,
          configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        })),
      });
    },
    describeTopics: (names) => describeTopics(admin, names),
    async lag(group, topics) {
      let lag = 0n;
      for (const topic of topics) lag += await topicLag(admin, group, topic);
      return lag;
    },
    async deleteGroups(groups) {
      for (const group of groups) await deleteGroup(admin, group);
    },
    close: () => admin.disconnect(),
  };
}

const GROUP_ID_NOT_FOUND = 69;

async function deleteGroup(admin: Admin, group: string): Promise<void> {
  try {
    await admin.deleteGroups([group]);
  } catch (error) {
    const failed = error instanceof KafkaJSDeleteGroupsError ? error.groups : undefined;
    if (failed?.every(({ errorCode }) => errorCode === GROUP_ID_NOT_FOUND)) return;
    throw error;
  }
}

async function describeTopics(admin: Admin, names: readonly string[]): Promise<KafkaTopic[]> {
  const there = new Set(await admin.listTopics());
  const found = names.filter((name) => there.has(name));
  if (found.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: found });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: found.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.length,
    replication: partitions[0]?.replicas.length ?? 0,
    config: Object.fromEntries(
      (resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [])
        .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
        .map(({ configName, configValue }) => [configName, configValue]),
    ),
  }));
}

/** A partition without a committed offset is counted from its beginning. */
async function topicLag(admin: Admin, group: string, topic: string): Promise<bigint> {
  const ends = await admin.fetchTopicOffsets(topic);
  const [committed] = await fetchOffsets(admin, group, topic);
  return ends.reduce((lag, { partition, high, low }) => {
    const offset = committed?.partitions.find((each) => each.partition === partition)?.offset ?? '-1';
    const from = offset === '-1' ? BigInt(low) : BigInt(offset);
    return lag + BigInt(high) - from;
  }, 0n);
}

/** The library does not ask again while a group's coordinator moves, as it does when the first group is made. */
async function fetchOffsets(admin: Admin, group: string, topic: string): ReturnType<Admin['fetchOffsets']> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await admin.fetchOffsets({ groupId: group, topics: [topic] });
    } catch (error) {
      if (tries === MAX_TRIES) throw error;
      await sleep(TRY_AGAIN_MS);
    }
  }
}
