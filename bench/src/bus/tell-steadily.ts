import { Outbox } from '@sixpence/event-bus';
import { DATABASE, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { newId } from '@sixpence/schemas';
import { steadyLoad } from '../measures/load.js';
import { createBusApp } from './bus-app.js';
import type { Job, JobOptions } from './job.js';
import { machineMicros } from './job.js';
import { eventOf, newPayment } from './payment-events.js';

const poolSize = 8;

/** Commits so many transactions a second, each with one event, and notes when PostgreSQL had each committed. Its relay runs beside. */
export async function tellSteadily(options: JobOptions): Promise<Job> {
  const { events, perSecond } = options;
  const bus = await createBusApp('payments', options, poolSize);
  await bus.app.init();
  const db = bus.app.get<Database>(DATABASE, { strict: false });
  const outbox = bus.app.get(Outbox, { strict: false });
  await Promise.all(Array.from({ length: poolSize }, () => db.query(sql`select 1`)));
  const moments: [string, number][] = [];

  const tell = async (): Promise<void> => {
    const event = { ...eventOf(newPayment()), id: newId('evt') };
    await db.transaction(async (tx) => {
      tx.txAfterCommit(() => moments.push([event.id, machineMicros()]));
      await outbox.append(tx, event);
    });
  };
  return {
    async run() {
      const { operations, seconds } = await steadyLoad(events, perSecond, tell);
      return { operations, seconds, moments };
    },
    close: () => bus.close(),
  };
}
