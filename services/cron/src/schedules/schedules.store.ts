import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { ScheduleName } from '@sixpence/schemas';

/** A schedule whose moment has come. `beats` counts this one in. */
export interface DueSchedule {
  readonly name: ScheduleName;
  readonly due_at: Date;
  readonly beats: number;
}

/** Makes the schedules be as the code says. One that the code no longer knows goes; a known one keeps its next moment. */
export async function saveSchedules(tx: Tx, seconds: Readonly<Record<string, number>>): Promise<void> {
  const names = Object.keys(seconds);
  await tx.execute(sql`delete from schedules where name <> all (${names})`);
  await tx.execute(sql`
    insert into schedules (name, every_seconds, next_at)
    select name, every_seconds, now()
      from unnest(${names}::text[], ${Object.values(seconds)}::integer[]) as said (name, every_seconds)
    on conflict (name) do update
       set every_seconds = excluded.every_seconds,
           next_at = least(schedules.next_at, now() + make_interval(secs => excluded.every_seconds))`);
}

/**
 * Takes or renews the lease for `leaseMs`; false while somebody else holds it. The row lock lasts until the transaction
 * ends, so that whatever is written in it is written by the one holder.
 */
export async function holdLease(tx: Tx, holder: string, leaseMs: number): Promise<boolean> {
  const held = await tx.execute(sql`
    insert into runner_lease (holder, until) values (${holder}, now() + make_interval(secs => ${leaseMs / 1_000}))
    on conflict (only_one) do update set holder = excluded.holder, until = excluded.until
     where runner_lease.holder = excluded.holder or runner_lease.until < now()`);
  return held === 1;
}

/** Lets the next runner begin at once. */
export async function releaseLease(db: Queries, holder: string): Promise<void> {
  await db.execute(sql`delete from runner_lease where holder = ${holder}`);
}

/**
 * The schedules that are due, moved on to their next moment. However many moments were missed, each is due once: the work
 * is to catch up, and doing it twice in a row catches up no further.
 */
export const takeDue = (tx: Tx): Promise<DueSchedule[]> =>
  tx.query<DueSchedule>(sql`
    with due as (
      select name, next_at from schedules where next_at <= now() order by name for update
    )
    update schedules s
       set beats = s.beats + 1, next_at = now() + make_interval(secs => s.every_seconds)
      from due where due.name = s.name
    returning s.name, due.next_at as due_at, s.beats`);

/** How long until the next schedule is due, in milliseconds; negative when one is overdue. */
export async function untilNextMs(tx: Tx): Promise<number> {
  const { wait } = await tx.one<{ wait: number | null }>(
    sql`select (extract(epoch from min(next_at) - clock_timestamp()) * 1000)::float8 as wait from schedules`,
  );
  return wait ?? Number.POSITIVE_INFINITY;
}
