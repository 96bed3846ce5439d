import { sql } from '@sixpence/postgres';
import { newId } from '@sixpence/schemas';
import type { Invoice } from '@sixpence/schemas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRulesCore } from './rules-core.js';
import type { RulesCore } from './rules-core.js';

let core: RulesCore;
let settled: Invoice;

beforeAll(async () => {
  core = await startRulesCore();
  const invoice = await core.createInvoice();
  await core.payments.confirm(await core.payments.detect(invoice));
  settled = await core.reaches(invoice.id, 'settled');
});

afterAll(async () => {
  await core.close();
});

test.each(['accounts', 'journals', 'postings'])(
  "the service's role may not change or delete %s",
  async (table) => {
    const column = table === 'accounts' ? 'asset' : table === 'journals' ? 'type' : 'line';
    for (const statement of [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ]) {
      await expect(core.db.execute({ text: statement, values: [] })).rejects.toThrow(/permission denied/);
    }
  },
);

test.each(['accounts', 'journals', 'postings'])(
  'nobody may change or delete %s, not even their owner',
  async (table) => {
    const column = table === 'accounts' ? 'asset' : table === 'journals' ? 'type' : 'line';
    for (const statement of [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ]) {
      await expect(core.owner.execute({ text: statement, values: [] })).rejects.toThrow(/append-only/);
    }
  },
);

/** Books a journal by hand, past the program, with postings of these amounts on these accounts. */
function book(values: {
  type?: string;
  payment?: string;
  entry?: number;
  lines: [kind: string, amount: number][];
}) {
  const id = newId('jrn');
  const { type = 'invoice.adjustment', payment = null, entry = null, lines } = values;
  return core.db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into journals (id, store_id, livemode, type, invoice_id, payment_id, occurrence, entry, valuation_amount,
                            valuation_currency, valuation_decimals, valuation_at, created_at)
      values (${id}, ${settled.storeId}, false, ${type}, ${settled.id}, ${payment}, ${payment && '0x'}, ${entry}, 0, 'USD', 2, now(), now())`);
    for (const statement of [
      sql`
      insert into postings (journal_id, line, account_id, amount)
      select ${id}, row_number() over (), a.id, l.amount
        from unnest(${lines.map(([kind]) => kind)}::text[], ${lines.map(([, amount]) => amount)}::numeric[]) as l (kind, amount)
        join accounts a on a.kind = l.kind and a.asset = ${settled.payments[0]?.asset}`,
    ]) {
      if (lines.length > 0) await tx.execute(statement);
    }
  });
}

test('the database refuses a journal that does not sum to zero, and one without postings', async () => {
  await expect(
    book({
      lines: [
        ['deposits', 1],
        ['customer-funds', -2],
      ],
    }),
  ).rejects.toThrow(/not balanced/);
  await expect(book({ lines: [['deposits', 1]] })).rejects.toThrow(/not balanced/);
  await expect(book({ lines: [] })).rejects.toThrow(/no postings/);
  await expect(
    book({
      lines: [
        ['deposits', 1],
        ['customer-funds', -1],
      ],
    }),
  ).resolves.toBeUndefined();
});

test('the database refuses a second credit of a payment that is in force', async () => {
  const payment = settled.payments[0]?.id ?? '';
  const lines: [string, number][] = [
    ['deposits', 1],
    ['customer-funds', -1],
  ];
  await expect(book({ type: 'payment.credit', payment, entry: 1, lines })).rejects.toThrow(
    /journals_payment_id_entry_key/,
  );
  await expect(book({ type: 'payment.credit', payment, entry: 2, lines })).rejects.toThrow(
    /check constraint/,
  );
  await expect(book({ type: 'payment.credit', payment, entry: 3, lines })).rejects.toThrow(/foreign key/);
});

test('a balance is the sum of the postings', async () => {
  const rows = await core.db.query<{ same: boolean }>(sql`
    select b.amount = (select coalesce(sum(amount), 0) from postings p where p.account_id = b.account_id) as same from balances b`);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ same }) => same)).toBe(true);
});
