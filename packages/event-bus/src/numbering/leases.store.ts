import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';

/** A shard that is ours; the token rises whenever another takes it. */
export interface ShardLease {
  readonly shard: number;
  readonly token: bigint;
}

/** How many lease times a relay that says nothing more is remembered, before its row goes. */
const FORGOTTEN_AFTER = 20;

/** Says that this relay is there, and gives all that said so within the lease's time. */
export async function announceRelay(db: Queries, holder: string, leaseMs: number): Promise<string[]> {
  await db.execute(
    sql`
      insert into relay_members (holder, seen_at) values (${holder}, clock_timestamp())
          on conflict (holder) do update set seen_at = excluded.seen_at`,
    { name: 'bus-relay-announce' },
  );
  const rows = await db.query<{ holder: string }>(
    sql`select holder from relay_members where seen_at > clock_timestamp() - make_interval(secs => ${leaseMs / 1_000})`,
    { name: 'bus-relay-members' },
  );
  return rows.map((row) => row.holder);
}

/** Takes or keeps those of the shards that are ours, free or given up; gives those that are ours now. */
export async function takeLeases(
  db: Queries,
  holder: string,
  shards: readonly number[],
  leaseMs: number,
): Promise<ShardLease[]> {
  if (shards.length === 0) return [];
  const rows = await db.query<{ shard: number; token: string }>(
    sql`
      insert into relay_leases as l (shard, token, holder, expires_at)
      select shard, 1, ${holder}, clock_timestamp() + make_interval(secs => ${leaseMs / 1_000})
        from unnest(${[...shards]}::smallint[]) as w (shard)
       order by shard
          on conflict (shard) do update
         set token = case when l.holder = excluded.holder then l.token else l.token + 1 end,
             holder = excluded.holder, expires_at = excluded.expires_at
       where l.holder = excluded.holder or l.expires_at < clock_timestamp()
      returning shard, token`,
    { name: 'bus-relay-lease' },
  );
  return rows.map(({ shard, token }) => ({ shard, token: BigInt(token) }));
}

/** Gives shards back, so that nobody waits for the lease's end. */
export async function releaseLeases(db: Queries, leases: readonly ShardLease[]): Promise<void> {
  await db.execute(sql`
    update relay_leases l set expires_at = '-infinity'
      from unnest(${leases.map(({ shard }) => shard)}::smallint[], ${leases.map(({ token }) => String(token))}::bigint[]) as h (shard, token)
     where h.shard = l.shard and h.token = l.token`);
}

/** This relay is there no more; those that were not seen for long go as well. */
export async function leaveRelays(db: Queries, holder: string, leaseMs: number): Promise<void> {
  await db.execute(sql`
    delete from relay_members
     where holder = ${holder} or seen_at < now() - make_interval(secs => ${(FORGOTTEN_AFTER * leaseMs) / 1_000})`);
}
