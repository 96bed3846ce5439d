import { sql, type Queries, type Tx } from '@sixpence/postgres';
import type { Watch } from './watch.js';

interface WatchRow {
  chain: string;
  address: string;
  invoice_id: string;
  store_id: string;
  livemode: boolean;
  currency: string;
  methods: Watch['methods'];
  created_at: Date;
  monitoring_until: Date;
}

/** Adds watches; one that is there already stays as it is. */
export async function insertWatches(tx: Tx, watches: readonly Watch[]): Promise<void> {
  for (const watch of watches) {
    await tx.execute(
      sql`
        insert into watches (chain, address, invoice_id, store_id, livemode, currency, methods, created_at, monitoring_until)
        values (${watch.chain}, ${watch.address}, ${watch.invoiceId}, ${watch.storeId}, ${watch.livemode},
                ${watch.currency}, ${JSON.stringify(watch.methods)}, ${watch.createdAt}, ${watch.monitoringUntil})
        on conflict do nothing`,
      { name: 'payments-insert-watch' },
    );
  }
}

/** The watches of these addresses. */
export async function findWatches(
  db: Queries,
  chain: string,
  addresses: readonly string[],
): Promise<Watch[]> {
  const rows = await db.query<WatchRow>(sql`
    select chain, address, invoice_id, store_id, livemode, currency, methods, created_at, monitoring_until
      from watches
     where chain = ${chain} and address = any(${addresses}::text[])`);
  return rows.map((row) => ({
    chain: row.chain,
    address: row.address,
    invoiceId: row.invoice_id,
    storeId: row.store_id,
    livemode: row.livemode,
    currency: row.currency,
    methods: row.methods,
    createdAt: row.created_at,
    monitoringUntil: row.monitoring_until,
  }));
}

export interface UncoveredWatch {
  readonly address: string;
  readonly createdAt: Date;
}

/** Watches that are not covered yet, oldest first, but for those `inHand`. */
export async function uncoveredWatches(
  db: Queries,
  chain: string,
  inHand: readonly string[],
  limit: number,
): Promise<UncoveredWatch[]> {
  return db.query<UncoveredWatch>(
    sql`
      select address, created_at as "createdAt"
        from watches
       where chain = ${chain} and not covered and address <> all(${inHand}::text[])
       order by created_at
       limit ${limit}`,
    { name: 'payments-uncovered-watches' },
  );
}

/** Every block from their creation up to the scan's cursor was looked through for these. */
export async function markCovered(tx: Tx, chain: string, addresses: readonly string[]): Promise<void> {
  await tx.execute(
    sql`update watches set covered = true where chain = ${chain} and address = any(${addresses}::text[]) and not covered`,
    { name: 'payments-mark-covered' },
  );
}

/** Nothing is covered any more: another chain stands where the scanned one was. */
export async function markUncovered(tx: Tx, chain: string): Promise<void> {
  await tx.execute(sql`update watches set covered = false where chain = ${chain} and covered`);
}

/** A page of the covered addresses, by address, after `after` ('' for the first). */
export async function coveredAddresses(
  db: Queries,
  chain: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ address: string }>(sql`
    select address from watches
     where chain = ${chain} and covered and address > ${after}
     order by address
     limit ${limit}`);
  return rows.map(({ address }) => address);
}
