import { sql, type Queries } from '@sixpence/postgres';

/** Notes the request under its key. False when it was noted before. */
export async function noteTestPayment(db: Queries, idempotencyKey: string): Promise<boolean> {
  const noted = await db.execute(
    sql`insert into test_payments (idempotency_key) values (${idempotencyKey}) on conflict do nothing`,
  );
  return noted === 1;
}

/** The transaction of a request that was noted; null when it is not known. */
export async function transactionOf(db: Queries, idempotencyKey: string): Promise<string | null> {
  const { transaction } = await db.one<{ transaction: string | null }>(
    sql`select transaction from test_payments where idempotency_key = ${idempotencyKey}`,
  );
  return transaction;
}

export async function saveTransaction(
  db: Queries,
  idempotencyKey: string,
  transaction: string,
): Promise<void> {
  await db.execute(
    sql`update test_payments set transaction = ${transaction} where idempotency_key = ${idempotencyKey}`,
  );
}
