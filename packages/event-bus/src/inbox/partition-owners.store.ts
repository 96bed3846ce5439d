import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { ConsumerGroup, Stream } from '@sixpence/schemas';
import { FencedError } from '../transport/transport.js';
import type { PartitionOwner } from '../transport/transport.js';

/**
 * Makes the caller the one whose effects of the partition count: whoever had it before is fenced. Waits for the transactions of the one
 * before that have passed its check.
 */
export async function takeOverPartition(
  db: Queries,
  group: ConsumerGroup,
  stream: Stream,
  partition: number,
): Promise<PartitionOwner> {
  const { epoch } = await db.one<{ epoch: string }>(sql`
    insert into partition_owners as o (consumer_group, stream, partition, epoch)
    values (${group}, ${stream}, ${partition}, 1)
    on conflict (consumer_group, stream, partition) do update set epoch = o.epoch + 1, taken_at = now()
    returning epoch`);
  return { stream, partition, epoch: BigInt(epoch) };
}

/** Throws FencedError when another has the partition; else nobody takes it over before the transaction ends. */
export async function requireOwner(tx: Tx, group: ConsumerGroup, owner: PartitionOwner): Promise<void> {
  const found = await tx.maybe<{ epoch: string }>(sql`
    select epoch from partition_owners
     where consumer_group = ${group} and stream = ${owner.stream} and partition = ${owner.partition}
       for share`);
  if (found?.epoch !== String(owner.epoch)) throw new FencedError(owner);
}
