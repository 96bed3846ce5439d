import { topicDefinitions } from '@sixpence/schemas';
import type { TopicDefinition, TopicOptions } from '@sixpence/schemas';
import type { KafkaAdmin, KafkaTopic } from './kafka-client.js';

/** What is otherwise on the broker than the catalogue says. */
export interface TopicDrift {
  readonly topic: string;
  /** `partitions`, `replication`, a configuration's name, or `missing` for a topic that is not there. */
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
}

/** Compares the broker's topics with the catalogue's. An empty list: all is as it should be. */
export async function topicDrift(admin: KafkaAdmin, options: TopicOptions): Promise<TopicDrift[]> {
  const wanted = topicDefinitions(options);
  const found = await describe(admin, wanted);
  return wanted.flatMap((topic) => driftOf(topic, found.get(topic.name)));
}

/**
 * Creates the topics that are missing and gives what is otherwise about those that are there, which it leaves alone: a number
 * of partitions that changes would put keys elsewhere, and what was set by hand has a reason that somebody knows.
 */
export async function createTopics(admin: KafkaAdmin, options: TopicOptions): Promise<TopicDrift[]> {
  const wanted = topicDefinitions(options);
  const found = await describe(admin, wanted);
  const missing = wanted.filter(({ name }) => !found.has(name));
  if (missing.length > 0) await admin.createTopics(missing);
  return wanted.flatMap((topic) => {
    const there = found.get(topic.name);
    return there === undefined ? [] : driftOf(topic, there);
  });
}

async function describe(
  admin: KafkaAdmin,
  wanted: readonly TopicDefinition[],
): Promise<Map<string, KafkaTopic>> {
  const topics = await admin.describeTopics(wanted.map(({ name }) => name));
  return new Map(topics.map((topic) => [topic.name, topic]));
}

function driftOf(wanted: TopicDefinition, found: KafkaTopic | undefined): TopicDrift[] {
  const topic = wanted.name;
  if (found === undefined) return [{ topic, what: 'missing', wanted: 'a topic', found: 'none' }];
  const pairs: [string, string, string][] = [
    ['partitions', String(wanted.partitions), String(found.partitions)],
    ['replication', String(wanted.replication), String(found.replication)],
    ...Object.entries(wanted.config).map(([name, value]): [string, string, string] => [
      name,
      value,
      found.config[name] ?? 'not set',
    ]),
  ];
  return pairs
    .filter(([, should, is]) => should !== is)
    .map(([what, should, is]) => ({ topic, what, wanted: should, found: is }));
}
