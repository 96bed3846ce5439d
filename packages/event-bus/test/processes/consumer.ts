/** A process of its own with core's relay and a group, for tests that kill it: node consumer.ts <url>. */
import { openDatabase, sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { ConsumerGroup, storeCreated } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';
import { BusStrategy, Inbox, createInProcessTransport, createRelay } from '@sixpence/event-bus';

const db = openDatabase({
  url: process.argv[2] ?? '',
  schema: 'bus',
  poolSize: 4,
  applicationName: 'consumer',
});
const transport = createInProcessTransport();
const logger = createLogger('consumer', { level: 'silent' });
// The cursor moves only when the loop stops, which a killed process never does.
const relay = createRelay({
  service: 'core',
  db,
  transport,
  logger,
  timings: { noteEveryMs: Number(process.argv[3] ?? 50) },
});
const strategy = new BusStrategy({
  service: 'webhooks',
  group: ConsumerGroup.webhooks,
  transport,
  db,
  logger,
});
const inbox = new Inbox(db, ConsumerGroup.webhooks);
strategy.addHandler(
  storeCreated.type,
  async (event: BusEvent) => {
    const outcome = await inbox.once(event, async (tx: Tx) => {
      await tx.execute(sql`insert into effects (who, what) values ('webhooks', ${event.id})`);
    });
    process.stdout.write(`${outcome} ${event.id}\n`);
  },
  true,
);
strategy.listen(() => relay.start());
