import { sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { JournalType } from '@sixpence/schemas';
import type { AccountKind, BookedJournal, JournalOwner, JournalRecord, PostingLine } from './journal.js';

interface JournalRow {
  id: string;
  store_id: string;
  livemode: boolean;
  type: JournalType;
  invoice_id: string;
  payment_id: string | null;
  occurrence: string | null;
  entry: number | null;
  reverses: string | null;
  valuation_amount: string;
  valuation_currency: string;
  valuation_decimals: number;
  valuation_rate: string | null;
  valuation_at: Date;
  created_at: Date;
  postings: { kind: AccountKind; asset: string; amount: string }[];
}

/** The journals of these invoices, each invoice's oldest first. */
export async function journalsOf(
  db: Queries,
  invoiceIds: readonly string[],
): Promise<Map<string, BookedJournal[]>> {
  const rows = await db.query<JournalRow>(
    sql`
      select j.id, j.store_id, j.livemode, j.type, j.invoice_id, j.payment_id, j.occurrence, j.entry, j.reverses,
             j.valuation_amount, j.valuation_currency, j.valuation_decimals, j.valuation_rate, j.valuation_at, j.created_at,
             lines.postings
        from journals j
       cross join lateral (
         select jsonb_agg(jsonb_build_object('kind', a.kind, 'asset', a.asset, 'amount', p.amount::text) order by p.line)
             as postings
           from postings p
           join accounts a on a.id = p.account_id
          where p.journal_id = j.id
       ) lines
       where j.invoice_id = any(${invoiceIds}::text[])
       order by j.number`,
    { name: 'ledger-journals-of-invoices' },
  );
  return Map.groupBy(rows.map(toBooked), ({ owner }) => owner.invoiceId);
}

/** Books journals, in order. The database refuses any that is not balanced or was booked before. */
export async function insertJournals(
  tx: Tx,
  owner: JournalOwner,
  journals: readonly JournalRecord[],
  at: Date,
): Promise<void> {
  if (journals.length === 0) return;
  const lines = journals.flatMap((journal) =>
    journal.postings.map(({ kind, asset, amount }, index) => ({
      journal_id: journal.id,
      line: index + 1,
      kind,
      asset,
      amount: amount.toString(),
    })),
  );
  await insertAccounts(tx, owner, lines);
  await tx.execute(
    sql`
      with booked as (
        insert into journals (
          id, store_id, livemode, type, invoice_id, payment_id, occurrence, entry, reverses,
          valuation_amount, valuation_currency, valuation_decimals, valuation_rate, valuation_at, created_at)
        select j.id, ${owner.storeId}, ${owner.livemode}, j.type, ${owner.invoiceId}, j.payment_id, j.occurrence, j.entry,
               j.reverses, j.amount, ${owner.currency}, ${owner.currencyDecimals}, j.rate, j.at, ${at}
          from jsonb_to_recordset(${JSON.stringify(journals.map(toColumns))}::jsonb) as j (
            id text, type text, payment_id text, occurrence text, entry smallint, reverses text,
            amount numeric, rate numeric, at timestamptz)
      )
      insert into postings (journal_id, line, account_id, amount)
      select l.journal_id, l.line, a.id, l.amount
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l (
          journal_id text, line smallint, kind text, asset text, amount numeric)
        join accounts a
          on a.store_id = ${owner.storeId} and a.livemode = ${owner.livemode} and a.asset = l.asset and a.kind = l.kind`,
    { name: 'ledger-insert-journals' },
  );
}

/** Opens the accounts that the lines need and that are not open yet. */
async function insertAccounts(
  tx: Tx,
  owner: JournalOwner,
  lines: readonly Pick<PostingLine, 'kind' | 'asset'>[],
): Promise<void> {
  await tx.execute(
    sql`
      insert into accounts (store_id, livemode, asset, kind)
      select distinct ${owner.storeId}::text, ${owner.livemode}::boolean, l.asset, l.kind
        from unnest(${lines.map(({ asset }) => asset)}::text[], ${lines.map(({ kind }) => kind)}::text[]) as l (asset, kind)
       order by asset, kind
          on conflict do nothing`,
    { name: 'ledger-insert-accounts' },
  );
}

const toColumns = (journal: JournalRecord) => ({
  id: journal.id,
  type: journal.type,
  payment_id: journal.payment?.paymentId ?? null,
  occurrence: journal.payment?.occurrence ?? null,
  entry: journal.payment?.entry ?? null,
  reverses: journal.reverses,
  amount: journal.valuation.amount.toString(),
  rate: journal.valuation.rate,
  at: journal.valuation.at,
});

function toBooked(row: JournalRow): BookedJournal {
  const { payment_id: paymentId, occurrence, entry } = row;
  return {
    id: row.id,
    type: row.type,
    payment:
      paymentId !== null && occurrence !== null && entry !== null ? { paymentId, occurrence, entry } : null,
    reverses: row.reverses,
    valuation: { amount: BigInt(row.valuation_amount), rate: row.valuation_rate, at: row.valuation_at },
    postings: row.postings.map((posting) => ({ ...posting, amount: BigInt(posting.amount) })),
    owner: {
      invoiceId: row.invoice_id,
      storeId: row.store_id,
      livemode: row.livemode,
      currency: row.valuation_currency,
      currencyDecimals: row.valuation_decimals,
    },
    createdAt: row.created_at,
  };
}
