import { formatRate, parseRate } from '@sixpence/money';
import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { SourcedQuote } from './rate.js';

interface RateRow {
  source: string;
  symbol: string;
  currency: string;
  rate: string;
  quoted_at: Date;
}

/** Keeps the newest quote of each source and pair. */
export async function saveQuotes(db: Queries, quotes: readonly SourcedQuote[]): Promise<void> {
  const rows = quotes.map(({ source, symbol, currency, rate, at }) => ({
    source,
    symbol,
    currency,
    rate,
    quoted_at: at,
  }));
  await db.execute(
    sql`
      insert into rates (source, symbol, currency, rate, quoted_at)
      select source, symbol, currency, rate, quoted_at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as q (
          source text, symbol text, currency text, rate numeric, quoted_at timestamptz)
       order by source, symbol, currency
          on conflict (source, symbol, currency) do update
         set rate = excluded.rate, quoted_at = excluded.quoted_at
       where rates.quoted_at <= excluded.quoted_at`,
    { name: 'rates-save' },
  );
}

/** The newest quote of each source and pair, however old: a rate that has gone stale is told apart from one that never was. */
export async function loadQuotes(db: Queries): Promise<SourcedQuote[]> {
  const rows = await db.query<RateRow>(sql`select source, symbol, currency, rate, quoted_at from rates`, {
    name: 'rates-load',
  });
  return rows.map(({ rate, quoted_at, ...pair }) => ({
    ...pair,
    rate: formatRate(parseRate(rate)),
    at: quoted_at,
  }));
}
