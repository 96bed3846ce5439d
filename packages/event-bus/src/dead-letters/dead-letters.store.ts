import { raw, sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { ConsumerGroup } from '@sixpence/schemas';
import type { Failure } from '../handling/failure.js';
import type { DeadLetterRow } from './dead-letter.js';

/** One letter of one group. */
export interface DeadLetterKey {
  readonly id: string;
  readonly group: ConsumerGroup;
}

type NewRow = Omit<DeadLetterRow, 'status' | 'parked_at' | 'resolved_at'>;

const columns = raw(
  `id, consumer_group, status, changes, event_id, origin, topic, partition, record_offset, stream, key, version, type, event,
   error_code, error_text, attempts, parked_at, resolved_at`,
);
const free = raw(`status = 'parked' and (claimed_until is null or claimed_until < now())`);

/** Adds a letter; undefined when the group has parked that event before. */
export const insertDeadLetter = (tx: Tx, row: NewRow): Promise<DeadLetterRow | undefined> =>
  tx.maybe<DeadLetterRow>(sql`
    insert into dead_letters
      (id, consumer_group, changes, event_id, origin, topic, partition, record_offset, stream, key, version, type, event,
       error_code, error_text, attempts)
    values (${row.id}, ${row.consumer_group}, ${row.changes}, ${row.event_id}, ${row.origin}, ${row.topic},
            ${row.partition}, ${row.record_offset}, ${row.stream}, ${row.key}, ${row.version}, ${row.type},
            ${JSON.stringify(row.event)}::jsonb, ${row.error_code}, ${row.error_text}, ${row.attempts})
    on conflict (consumer_group, event_id) do nothing
    returning ${columns}`);

export const findDeadLetter = (
  db: Queries,
  { id, group }: DeadLetterKey,
): Promise<DeadLetterRow | undefined> =>
  db.maybe<DeadLetterRow>(
    sql`select ${columns} from dead_letters where id = ${id} and consumer_group = ${group}`,
  );

/**
 * Takes a parked letter for a replay of at most `seconds`; undefined when it is not there, not parked, or taken. A claim and no
 * row lock: a transaction that is open for as long as a handler runs would hold up every relay of the cluster.
 */
export const claimDeadLetter = (
  db: Queries,
  { id, group }: DeadLetterKey,
  seconds: number,
): Promise<DeadLetterRow | undefined> =>
  db.maybe<DeadLetterRow>(sql`
    update dead_letters set claimed_until = now() + make_interval(secs => ${seconds})
     where id = ${id} and consumer_group = ${group} and ${free}
    returning ${columns}`);

/** Notes that a claimed letter had its effect; undefined when something else happened to it since. */
export const noteReplayed = (tx: Tx, { id, changes }: DeadLetterRow): Promise<DeadLetterRow | undefined> =>
  tx.maybe<DeadLetterRow>(sql`
    update dead_letters
       set status = 'replayed', attempts = attempts + 1, changes = changes + 1, resolved_at = now(), claimed_until = null
     where id = ${id} and status = 'parked' and changes = ${changes}
    returning ${columns}`);

/** Notes that a claimed letter failed again; undefined when something else happened to it since. */
export const noteFailedAgain = (
  tx: Tx,
  { id, changes }: DeadLetterRow,
  { code, text }: Failure,
): Promise<DeadLetterRow | undefined> =>
  tx.maybe<DeadLetterRow>(sql`
    update dead_letters
       set error_code = ${code}, error_text = ${text}, attempts = attempts + 1, changes = changes + 1, claimed_until = null
     where id = ${id} and status = 'parked' and changes = ${changes}
    returning ${columns}`);

/** Gives a parked letter up; undefined when it is not there, not parked, or being replayed. */
export const noteDiscarded = (tx: Tx, { id, group }: DeadLetterKey): Promise<DeadLetterRow | undefined> =>
  tx.maybe<DeadLetterRow>(sql`
    update dead_letters set status = 'discarded', changes = changes + 1, resolved_at = now()
     where id = ${id} and consumer_group = ${group} and ${free}
    returning ${columns}`);

/** Makes the group's inbox say that it had the event: should it come again, it has no effect. */
export async function noteHad(tx: Tx, { consumer_group, event_id }: DeadLetterRow): Promise<void> {
  await tx.execute(sql`
    insert into inbox (consumer_group, event_id) values (${consumer_group}, ${event_id}) on conflict do nothing`);
}

/** Takes letters that nobody was told of, the oldest first. */
export const takeUntold = (tx: Tx, group: ConsumerGroup, limit: number): Promise<DeadLetterRow[]> =>
  tx.query<DeadLetterRow>(sql`
    update dead_letters set changes = 1
     where id = any(array(
       select id from dead_letters where changes = 0 and consumer_group = ${group}
        order by parked_at limit ${limit} for update skip locked))
    returning ${columns}`);

/** Deletes letters that were resolved more than `days` ago, at most `limit`; gives how many. What is parked stays. */
export const deleteResolved = (db: Queries, days: number, limit: number): Promise<number> =>
  db.execute(sql`
    delete from dead_letters where id = any(array(
      select id from dead_letters where resolved_at < now() - make_interval(days => ${days})
       order by resolved_at limit ${limit}))`);
