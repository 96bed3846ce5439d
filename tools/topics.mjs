/**
 * The topics of an environment, from the catalogue in packages/schemas:
 *
 *   node tools/topics.mjs create   makes those that are missing; refuses when one is otherwise than the catalogue says
 *   node tools/topics.mjs check    changes nothing; refuses when one is missing or otherwise
 *   node tools/topics.mjs rights   prints what each service may do, one JSON object a line, to make access lists from
 *
 * KAFKA_BROKERS says where, KAFKA_TOPIC_PREFIX and KAFKA_REPLICATION (3) how they are called and copied.
 */
import { createTopics, topicDrift } from '@sixpence/event-bus';
import { topicRights } from '@sixpence/schemas';
import { kafkaFrom } from '@sixpence/service-host';

const commands = { create: createTopics, check: topicDrift };

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

async function settle(command, { client, prefix, replication }) {
  const admin = await client.admin();
  try {
    return await command(admin, { prefix, replication });
  } finally {
    await admin.close();
  }
}

async function main([name = '']) {
  const kafka = kafkaFrom({ ...process.env, KAFKA_BROKERS: process.env.KAFKA_BROKERS || undefined });
  if (name === 'rights') {
    const rights = topicRights(process.env.KAFKA_TOPIC_PREFIX ?? 'sixpence.');
    for (const right of rights) process.stdout.write(`${JSON.stringify(right)}\n`);
    return;
  }
  if (!Object.hasOwn(commands, name)) return fail('Usage: node tools/topics.mjs create|check|rights');
  if (kafka === undefined) return fail('KAFKA_BROKERS must say where Kafka is: host:port,host:port');
  const drift = await settle(commands[name], kafka);
  if (drift.length === 0) return void process.stdout.write('All topics are as the catalogue says.\n');
  for (const { topic, what, wanted, found } of drift)
    process.stderr.write(`${topic}: ${what} is ${found}, and ${wanted} is wanted\n`);
  fail(`${drift.length} differences: nothing of what is there was changed.`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
