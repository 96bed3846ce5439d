import { sql, type Queries, type Sql, type Tx } from '@sixpence/postgres';
import type { PaymentRecord } from './payment.js';
import type { SmallSum } from './small-transfers.js';

interface PaymentRow {
  id: string;
  version: number;
  chain: string;
  transaction: string;
  position: string;
  address: string;
  invoice_id: string;
  store_id: string;
  livemode: boolean;
  method_id: string;
  asset: string;
  decimals: number;
  amount: string;
  from_address: string;
  rate: string;
  currency: string;
  block_height: string;
  block_hash: string;
  block_time: string;
  required_confirmations: number;
  status: PaymentRecord['status'];
  monitoring_until: Date;
  seen_at: Date;
  confirmed_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** The payment of that identity, locked. */
export const lockPayment = async (
  tx: Tx,
  chain: string,
  transaction: string,
  position: string,
): Promise<PaymentRecord | undefined> => {
  const [payment] = await select(
    tx,
    sql`where chain = ${chain} and transaction = ${transaction} and position = ${position} for update`,
  );
  return payment;
};

/** What has its confirmations once the block at `height` is the newest, a payment's own block being the first; locked. */
export const lockConfirmable = (tx: Tx, chain: string, height: number): Promise<PaymentRecord[]> =>
  select(
    tx,
    sql`
    where chain = ${chain} and status = 'detected' and ${height} - block_height + 1 >= required_confirmations
    order by block_height, id for update`,
  );

/** What the blocks above a height hold; locked. */
export const lockInBlocksAbove = (tx: Tx, chain: string, height: number): Promise<PaymentRecord[]> =>
  select(
    tx,
    sql`where chain = ${chain} and status <> 'reorged' and block_height > ${height} order by block_height, id for update`,
  );

/** Writes a new payment, or what changed of a known one. */
export async function savePayment(tx: Tx, payment: PaymentRecord): Promise<void> {
  await tx.execute(
    sql`
      insert into payments (id, version, chain, transaction, position, address, invoice_id, store_id, livemode, method_id,
        asset, decimals, amount, from_address, rate, currency, block_height, block_hash, block_time,
        required_confirmations, status, monitoring_until, seen_at, confirmed_at, created_at, updated_at)
      values (${payment.id}, ${payment.version}, ${payment.chain}, ${payment.transaction}, ${payment.position},
        ${payment.address}, ${payment.invoiceId}, ${payment.storeId}, ${payment.livemode}, ${payment.methodId},
        ${payment.asset}, ${payment.decimals}, ${payment.amount}, ${payment.from}, ${payment.rate}, ${payment.currency},
        ${payment.blockHeight}, ${payment.blockHash}, ${payment.blockTime}, ${payment.requiredConfirmations},
        ${payment.status}, ${payment.monitoringUntil}, ${payment.seenAt}, ${payment.confirmedAt}, ${payment.createdAt},
        ${payment.updatedAt})
      on conflict (id) do update set version = excluded.version, block_height = excluded.block_height,
        block_hash = excluded.block_hash, block_time = excluded.block_time, status = excluded.status,
        confirmed_at = excluded.confirmed_at, updated_at = excluded.updated_at`,
    { name: 'payments-save-payment' },
  );
}

/** Books the sums of a block; one that was booked before stays. */
export async function insertSmallSums(
  tx: Tx,
  chain: string,
  height: number,
  sums: readonly SmallSum[],
): Promise<void> {
  for (const { address, asset, transfers, amount } of sums) {
    await tx.execute(sql`
      insert into small_transfers (chain, block_height, address, asset, transfers, amount)
      values (${chain}, ${height}, ${address}, ${asset}, ${transfers}, ${amount})
      on conflict do nothing`);
  }
}

/** The blocks above a height are no more, and their sums with them. */
export async function deleteSmallSumsAbove(tx: Tx, chain: string, height: number): Promise<void> {
  await tx.execute(sql`delete from small_transfers where chain = ${chain} and block_height > ${height}`);
}

async function select(db: Queries, where: Sql): Promise<PaymentRecord[]> {
  const rows = await db.query<PaymentRow>(sql`
    select id, version, chain, transaction, position, address, invoice_id, store_id, livemode, method_id, asset, decimals,
           amount, from_address, rate, currency, block_height, block_hash, block_time, required_confirmations, status,
           monitoring_until, seen_at, confirmed_at, created_at, updated_at
      from payments
    ${where}`);
  return rows.map(toRecord);
}

const toRecord = (row: PaymentRow): PaymentRecord => ({
  id: row.id,
  version: row.version,
  chain: row.chain,
  transaction: row.transaction,
  position: row.position,
  address: row.address,
  invoiceId: row.invoice_id,
  storeId: row.store_id,
  livemode: row.livemode,
  methodId: row.method_id,
  asset: row.asset,
  decimals: row.decimals,
  amount: BigInt(row.amount),
  from: row.from_address,
  rate: row.rate,
  currency: row.currency,
  blockHeight: Number(row.block_height),
  blockHash: row.block_hash,
  blockTime: Number(row.block_time),
  requiredConfirmations: row.required_confirmations,
  status: row.status,
  monitoringUntil: row.monitoring_until,
  seenAt: row.seen_at,
  confirmedAt: row.confirmed_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
