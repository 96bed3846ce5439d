import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { FencedError } from '../transport/transport.js';
import type { PartitionOwner } from '../transport/transport.js';

/** In whose name events are noted: a group, or one part of it (`group/part`). */
export interface Noting {
  readonly group: string;
  readonly name: string;
}

/** Notes the events; gives the ids of those that were not noted before. */
export async function noteEvents(tx: Tx, { name }: Noting, eventIds: readonly string[]): Promise<string[]> {
  const noted = await tx.query<{ event_id: string }>(
    sql`insert into inbox (consumer_group, event_id) select ${name}, * from unnest(${eventIds}::text[])
        on conflict do nothing returning event_id`,
    { name: 'bus-note-events' },
  );
  return noted.map(({ event_id }) => event_id);
}

/**
 * The same in the name of a partition's owner: nothing is noted, and FencedError thrown, when another has the partition. The row of
 * the owner stays locked, so that nobody takes it over before the transaction ends.
 */
export async function noteEventsOfOwner(
  tx: Tx,
  { group, name }: Noting,
  eventIds: readonly string[],
  owner: PartitionOwner,
): Promise<string[]> {
  const { epoch, noted } = await tx.one<{ epoch: string | null; noted: string[] }>(
    sql`with owner as materialized (
          select epoch from partition_owners
           where consumer_group = ${group} and stream = ${owner.stream} and partition = ${owner.partition}
             for share
        ), noted as (
          insert into inbox (consumer_group, event_id)
          select ${name}, event_id from unnest(${eventIds}::text[]) as event_id
           where (select epoch from owner) = ${String(owner.epoch)}::bigint
          on conflict do nothing returning event_id
        )
        select (select epoch from owner) as epoch, array(select event_id from noted) as noted`,
    { name: 'bus-note-events-of-owner' },
  );
  if (epoch !== String(owner.epoch)) throw new FencedError(owner);
  return noted;
}
