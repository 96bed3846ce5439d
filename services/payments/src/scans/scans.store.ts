import type { BlockRef } from '@sixpence/chains';
import { sql, type Queries, type Tx } from '@sixpence/postgres';

interface RefRow {
  height: string;
  hash: string;
  parent_hash: string;
  block_time: string;
}

const toRef = (row: RefRow): BlockRef => ({
  height: Number(row.height),
  hash: row.hash,
  parentHash: row.parent_hash,
  time: Number(row.block_time),
});

/** The columns of the cursor are null together, before a chain's first start. */
const toCursor = (row: { [Column in keyof RefRow]: RefRow[Column] | null }): BlockRef | undefined =>
  row.height === null ? undefined : toRef(row as RefRow);

export interface Lease {
  readonly token: string;
  readonly cursor: BlockRef | undefined;
}

/** Takes the scan of a chain when nobody holds it: with a new token, which bars the last holder from writing. */
export async function takeLease(db: Queries, chain: string, leaseMs: number): Promise<Lease | undefined> {
  await db.execute(sql`insert into scans (chain) values (${chain}) on conflict do nothing`);
  const row = await db.maybe<RefRow & { lease_token: string }>(sql`
    update scans
       set lease_token = lease_token + 1, lease_until = now() + make_interval(secs => ${leaseMs / 1_000})
     where chain = ${chain} and lease_until < now()
    returning lease_token, height, hash, parent_hash, block_time`);
  return row && { token: row.lease_token, cursor: toCursor(row) };
}

export interface ScanReport {
  readonly headHeight: number | null;
  readonly dev: boolean;
  /** Why the scan does not move; null when it does. */
  readonly problem: string | null;
}

/** Keeps the lease and says how the scan fares. False when somebody else took it. */
export async function renewLease(
  db: Queries,
  chain: string,
  token: string,
  leaseMs: number,
  report: ScanReport,
): Promise<boolean> {
  const renewed = await db.execute(
    sql`
      update scans
         set lease_until = now() + make_interval(secs => ${leaseMs / 1_000}), checked_at = now(),
             head_height = coalesce(${report.headHeight}, head_height), dev = ${report.dev}, problem = ${report.problem}
       where chain = ${chain} and lease_token = ${token}`,
    { name: 'payments-renew-lease' },
  );
  return renewed === 1;
}

/** Lets the scan go, so that the next holder need not wait. */
export async function releaseLease(db: Queries, chain: string, token: string): Promise<void> {
  await db.execute(
    sql`update scans set lease_until = '-infinity' where chain = ${chain} and lease_token = ${token}`,
  );
}

/** The cursor, locked, when the token is still the newest; `undefined` when it is not. */
export async function lockScan(
  tx: Tx,
  chain: string,
  token: string,
): Promise<{ cursor: BlockRef | undefined } | undefined> {
  const row = await tx.maybe<RefRow>(
    sql`
      select height, hash, parent_hash, block_time from scans
       where chain = ${chain} and lease_token = ${token}
         for update`,
    { name: 'payments-lock-scan' },
  );
  return row && { cursor: toCursor(row) };
}

/** Everything up to this block is booked. Its header is kept. */
export async function moveCursor(tx: Tx, chain: string, ref: BlockRef, headHeight: number): Promise<void> {
  await tx.execute(
    sql`
      update scans
         set height = ${ref.height}, hash = ${ref.hash}, parent_hash = ${ref.parentHash}, block_time = ${ref.time},
             head_height = ${headHeight}
       where chain = ${chain}`,
    { name: 'payments-move-cursor' },
  );
  await keepHeaders(tx, chain, [ref]);
}

/** Keeps the headers of scanned blocks. One that is kept already stays. */
export async function keepHeaders(tx: Tx, chain: string, refs: readonly BlockRef[]): Promise<void> {
  await tx.execute(
    sql`
      insert into block_headers (chain, height, hash, parent_hash, block_time)
      select ${chain}, * from unnest(
        ${refs.map(({ height }) => height)}::bigint[], ${refs.map(({ hash }) => hash)}::text[],
        ${refs.map(({ parentHash }) => parentHash)}::text[], ${refs.map(({ time }) => time)}::bigint[])
      on conflict do nothing`,
    { name: 'payments-keep-headers' },
  );
}

/** The kept headers of a range of heights, newest first. */
export async function keptHeaders(db: Queries, chain: string, from: number, to: number): Promise<BlockRef[]> {
  const rows = await db.query<RefRow>(sql`
    select height, hash, parent_hash, block_time from block_headers
     where chain = ${chain} and height between ${from} and ${to}
     order by height desc`);
  return rows.map(toRef);
}

/** The oldest header that is kept. */
export async function oldestHeader(db: Queries, chain: string): Promise<BlockRef | undefined> {
  const row = await db.maybe<RefRow>(sql`
    select height, hash, parent_hash, block_time from block_headers where chain = ${chain} order by height limit 1`);
  return row && toRef(row);
}

/** The lowest kept height whose block's time is not before `time`, in seconds. */
export async function lowestHeightSince(
  db: Queries,
  chain: string,
  time: number,
): Promise<number | undefined> {
  const { height } = await db.one<{ height: string | null }>(sql`
    select min(height) as height from block_headers where chain = ${chain} and block_time >= ${time}`);
  return height === null ? undefined : Number(height);
}

export async function deleteHeadersAbove(tx: Tx, chain: string, height: number): Promise<void> {
  await tx.execute(sql`delete from block_headers where chain = ${chain} and height > ${height}`);
}

export async function deleteHeadersBelow(tx: Tx, chain: string, height: number): Promise<void> {
  await tx.execute(sql`delete from block_headers where chain = ${chain} and height < ${height}`);
}

export interface ScanStatus {
  readonly chain: string;
  readonly headHeight: number | null;
  readonly height: number | null;
  /** In seconds since 1970: nothing in a block up to then is still unknown, for any watch that we know of. */
  readonly scannedUntil: number | null;
  readonly dev: boolean;
  /** Whether its holder said lately that all is well. */
  readonly healthy: boolean;
}

/** How far each of these chains is scanned, as its holder last wrote it; none for a chain that was never begun. */
export async function scanStatuses(
  db: Queries,
  chains: readonly string[],
  staleAfterMs: number,
): Promise<ScanStatus[]> {
  const rows = await db.query<{
    chain: string;
    head_height: string | null;
    height: string | null;
    scanned_until: string | null;
    dev: boolean;
    healthy: boolean;
  }>(sql`
    select s.chain, s.head_height, s.height, s.dev,
           least(s.block_time, floor(extract(epoch from w.oldest))::bigint) as scanned_until,
           coalesce(s.problem is null and s.checked_at > now() - make_interval(secs => ${staleAfterMs / 1_000}), false) as healthy
      from scans s
      left join lateral (select min(created_at) as oldest from watches where chain = s.chain and not covered) w on true
     where s.chain = any(${chains}::text[])`);
  return rows.map((row) => ({
    chain: row.chain,
    headHeight: row.head_height === null ? null : Number(row.head_height),
    height: row.height === null ? null : Number(row.height),
    scannedUntil: row.scanned_until === null ? null : Number(row.scanned_until),
    dev: row.dev,
    healthy: row.healthy,
  }));
}
