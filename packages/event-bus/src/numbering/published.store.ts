import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { StreamPartition } from '../relay/shards.js';

/** Notes up to which numbers partitions are published. A number never goes back. */
export async function notePublished(
  db: Queries,
  published: readonly (StreamPartition & { readonly sequence: bigint })[],
): Promise<void> {
  if (published.length === 0) return;
  await db.execute(
    sql`
      insert into relay_partitions as p (stream, partition, sequence)
      select * from unnest(
        ${published.map(({ stream }) => stream)}::text[], ${published.map(({ partition }) => partition)}::smallint[],
        ${published.map(({ sequence }) => String(sequence))}::bigint[]) as w (stream, partition, sequence)
       order by stream, partition
          on conflict (stream, partition) do update set sequence = excluded.sequence
       where p.sequence < excluded.sequence`,
    { name: 'bus-relay-published' },
  );
}
