import { Outbox } from '@sixpence/event-bus';
import { openDatabase } from '@sixpence/postgres';
import type { Job, JobOptions } from './job.js';
import { secondsSince } from './job.js';
import { paymentEvents } from './payment-events.js';
import type { PaymentEvent } from './payment-events.js';
import { schema } from './stages.js';

const perTransaction = 1_000;

/** Writes events into the outbox, as `payments` does, for the turns that drain it. No relay is there. */
export async function fillOutbox({ databaseUrl, events }: JobOptions): Promise<Job> {
  const db = openDatabase({ url: databaseUrl, schema, poolSize: 2, applicationName: 'bench' });
  const outbox = new Outbox('payments', () => {});
  const write = (batch: readonly PaymentEvent[]): Promise<void> =>
    db.transaction((tx) => outbox.append(tx, ...batch));
  return {
    async run() {
      const startMs = performance.now();
      let batch: PaymentEvent[] = [];
      for (const event of paymentEvents(events / 2)) {
        batch.push(event);
        if (batch.length < perTransaction) continue;
        await write(batch);
        batch = [];
      }
      await write(batch);
      return { operations: events, seconds: secondsSince(startMs) };
    },
    close: () => db.close(),
  };
}
