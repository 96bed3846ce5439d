import type pg from 'pg';

/** What an invoice leaves in the database: how many rows of each kind, and how many bytes they have. */
export interface RowCount {
  readonly table: string;
  readonly rows: number;
  readonly bytesPerRow: number;
}

const tables = ['invoices', 'outbox', 'idempotency_keys'] as const;

/** Empties the tables, so that each turn starts on fresh ones, and writes out what the last turn left in memory. */
export async function emptyTables(client: pg.Client): Promise<void> {
  // The ledger hangs on the invoices and refuses to be emptied, even when it is empty: its triggers are put to sleep.
  await client.query("set session_replication_role = 'replica'");
  await client.query(`truncate ${tables.join(', ')} cascade`);
  await client.query('checkpoint');
}

/** What is in the tables: both sides must have left the same. */
export async function countRows(client: pg.Client): Promise<RowCount[]> {
  const counts: RowCount[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ rows: string; bytes: string | null }>(
      `select count(*) as rows, round(avg(pg_column_size(t))) as bytes from ${table} t`,
    );
    counts.push({ table, rows: Number(rows[0]?.rows), bytesPerRow: Number(rows[0]?.bytes ?? 0) });
  }
  return counts;
}
