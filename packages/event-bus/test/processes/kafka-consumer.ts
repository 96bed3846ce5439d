/**
 * A process of the webhooks service on Kafka, for tests that stop it: node kafka-consumer.ts <database> <brokers> <prefix>. It says
 * `begun <event>` and waits for a word before its first effect; of each it says how it went.
 */
import { once } from 'node:events';
import { openDatabase, sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { ConsumerGroup, storeCreated, storeUpdated } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';
import { BusStrategy, Inbox, connectKafka, createKafkaTransport } from '@sixpence/event-bus';

const [url = '', brokers = '', prefix = ''] = process.argv.slice(2);
const db = openDatabase({ url, schema: 'bus', poolSize: 4, applicationName: 'consumer' });
const logger = createLogger('consumer', { level: 'silent' });
const transport = createKafkaTransport({
  client: connectKafka({ brokers: brokers.split(',') }),
  service: 'webhooks',
  prefix,
  logger,
});
const group = ConsumerGroup.webhooks;
const strategy = new BusStrategy({ service: 'webhooks', group, transport, db, logger });
const inbox = new Inbox(db, group);
const mayGoOn = once(process.stdin, 'data');
const say = (what: string): void => void process.stdout.write(`${what}\n`);

const handle = async (event: BusEvent): Promise<void> => {
  say(`begun ${event.id}`);
  await mayGoOn;
  try {
    const outcome = await inbox.once(event, async (tx: Tx) => {
      await tx.execute(sql`insert into effects (who, what) values ('process', ${event.id})`);
    });
    say(`${outcome} ${event.id}`);
  } catch (error) {
    say(`${error instanceof Error ? error.name : 'failure'} ${event.id}`);
    throw error;
  }
};
for (const { type } of [storeCreated, storeUpdated]) strategy.addHandler(type, handle as never, true);
strategy.listen(() => say('joined'));
