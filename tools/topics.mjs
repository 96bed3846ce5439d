/**
 * The topics of an environment, from the catalogue in packages/schemas:
 *
 *   node tools/topics.mjs create   makes those that are missing; refuses when one is otherwise than the catalogue says
 *   node tools/topics.mjs check    changes nothing; refuses when one is missing or otherwise
 *   node tools/topics.mjs rights   prints what each service may do, one JSON object a line
 *   node tools/topics.mjs acls     prints the same as commands of Kafka's own kafka-acls.sh; --principal 'User:{service}' says how
 *                                  the services' logins are called, and what comes after it is passed on to each command
 *
 * KAFKA_BROKERS says where, KAFKA_TOPIC_PREFIX and KAFKA_REPLICATION (3) how they are called and copied; docs/runbooks/kafka.md.
 */
import { createTopics, topicDrift } from '@sixpence/event-bus';
import { topicRights } from '@sixpence/schemas';
import { kafkaFrom } from '@sixpence/service-host';
import { aclCommands } from './topics/acl-commands.mjs';

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

function print(lines) {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

async function main([name = '', ...rest]) {
  const kafka = kafkaFrom({ ...process.env, KAFKA_BROKERS: process.env.KAFKA_BROKERS || undefined });
  const rights = () => topicRights(process.env.KAFKA_TOPIC_PREFIX || 'sixpence.');
  if (name === 'rights') return print(rights().map((right) => JSON.stringify(right)));
  if (name === 'acls') return print(aclCommands(rights(), process.env.KAFKA_BROKERS, rest));
  if (!Object.hasOwn(commands, name)) return fail('Usage: node tools/topics.mjs create|check|rights|acls');
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
