import type { Outbox } from '@sixpence/event-bus';
import type { Database } from '@sixpence/postgres';
import { scheduleDue } from '@sixpence/schemas';
import { holdLease, takeDue, untilNextMs } from './schedules.store.js';

/** What came of a look at the schedules. */
export interface Beat {
  /** Whether this process is the one that runs them. */
  readonly holds: boolean;
  /** How long until the next one is due. */
  readonly nextMs: number;
}

/** Tells what is due, in the transaction that moves it on, if this process holds (or can take) the lease. */
export function runSchedules(db: Database, outbox: Outbox, holder: string, leaseMs: number): Promise<Beat> {
  return db.transaction(async (tx) => {
    if (!(await holdLease(tx, holder, leaseMs))) return { holds: false, nextMs: leaseMs };
    const due = await takeDue(tx);
    const events = due.map(({ name, due_at, beats }) => ({
      definition: scheduleDue,
      key: name,
      version: beats,
      storeId: null,
      livemode: null,
      data: { schedule: name, dueAt: due_at.toISOString() },
    }));
    await outbox.append(tx, ...events);
    return { holds: true, nextMs: await untilNextMs(tx) };
  });
}
