import { valueFromCurrency, valueOf } from '@sixpence/money';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BookableInvoice, BookablePayment } from './bookable.js';
import { summed } from './journal.js';
import type { JournalRecord } from './journal.js';
import { planJournals } from './plan-journals.js';

const now = new Date('2026-11-01T12:00:00Z');
const usdc = 'eip155:31337/erc20:0x01';
const ether = 'eip155:31337/slip44:60';

const payment = (facts: Partial<BookablePayment> = {}): BookablePayment => ({
  id: 'pay_1',
  asset: usdc,
  decimals: 6,
  payDecimals: 2,
  amount: 25_000_000n,
  rate: '1',
  blockHash: '0xa',
  status: 'confirmed',
  placement: 'counted',
  confirmedAt: now,
  valuation: { amount: 2500n, rate: '1', at: now },
  ...facts,
});

/** An invoice over 25 USD, settled when its confirmed payments that count cover it. */
function invoice(payments: BookablePayment[]): BookableInvoice {
  const dueValue = valueFromCurrency(2500n, 2);
  const confirmed = payments.filter(
    ({ status, placement }) => status === 'confirmed' && placement === 'counted',
  );
  const value = confirmed.reduce(
    (total, { amount, decimals, rate }) => total + valueOf(amount, decimals, rate),
    0n,
  );
  return { settled: value >= dueValue, dueValue, currencyDecimals: 2, payments };
}

/** Books a history, one state after another, and gives all journals. */
const book = (...history: BookablePayment[][]): JournalRecord[] =>
  history.reduce<JournalRecord[]>(
    (written, payments) => [...written, ...planJournals(invoice(payments), written, now)],
    [],
  );

const balances = (journals: JournalRecord[]): Record<string, bigint> =>
  Object.fromEntries(
    summed(journals.flatMap(({ postings }) => postings)).map(({ kind, asset, amount }) => [
      `${kind} ${asset}`,
      amount,
    ]),
  );

const types = (journals: JournalRecord[]) => journals.map(({ type }) => type);

test('an exact payment is credited at its confirmation and sold at the settlement', () => {
  const journals = book([payment({ status: 'detected' })], [payment()]);
  expect(types(journals)).toEqual(['payment.credit', 'invoice.settlement']);
  expect(balances(journals)).toEqual({ [`deposits ${usdc}`]: 25_000_000n, [`sales ${usdc}`]: -25_000_000n });
  expect(journals[1]?.valuation.amount).toBe(2500n);
});

test('what is right already is not booked again', () => {
  expect(types(book([payment()], [payment()], [payment()]))).toEqual([
    'payment.credit',
    'invoice.settlement',
  ]);
});

test('the amount that was asked for, rounded up, is sold without dust', () => {
  const asked = payment({
    asset: ether,
    decimals: 18,
    payDecimals: 6,
    rate: '3000',
    amount: 8_334n * 10n ** 12n,
  });
  expect(balances(book([asked]))).toEqual({
    [`deposits ${ether}`]: asked.amount,
    [`sales ${ether}`]: -asked.amount,
  });
});

test('what is more than was due goes to suspense, in the order of confirmation', () => {
  const first = payment({ id: 'pay_2', amount: 20_000_000n });
  const second = payment({ id: 'pay_1', amount: 20_000_000n, confirmedAt: new Date(now.getTime() + 1000) });
  const journals = book([first], [first, second]);
  expect(types(journals)).toEqual(['payment.credit', 'payment.credit', 'invoice.settlement']);
  expect(balances(journals)).toEqual({
    [`deposits ${usdc}`]: 40_000_000n,
    [`sales ${usdc}`]: -25_000_000n,
    [`suspense:overpaid ${usdc}`]: -15_000_000n,
  });
});

test('what comes after the settlement is adjusted, and the settlement stands', () => {
  const more = payment({ id: 'pay_2', amount: 5_000_000n, confirmedAt: new Date(now.getTime() + 1000) });
  const journals = book([payment()], [payment(), more]);
  expect(types(journals)).toEqual([
    'payment.credit',
    'invoice.settlement',
    'payment.credit',
    'invoice.adjustment',
  ]);
  expect(balances(journals)[`suspense:overpaid ${usdc}`]).toBe(-5_000_000n);
  expect(journals[3]?.valuation.amount).toBe(500n);
});

test('a payment that is taken back takes the settlement with it, and mined again it is booked again', () => {
  const journals = book([payment()], [payment({ status: 'reorged' })], [payment({ blockHash: '0xb' })]);
  expect(types(journals)).toEqual([
    'payment.credit',
    'invoice.settlement',
    'invoice.adjustment',
    'payment.reversal',
    'payment.credit',
    'invoice.settlement',
  ]);
  expect(journals[2]?.reverses).toBe(journals[1]?.id);
  expect(journals[3]?.reverses).toBe(journals[0]?.id);
  expect(journals.flatMap((journal) => journal.payment?.entry ?? [])).toEqual([1, 2, 3]);
  expect(balances(journals.slice(0, 4))).toEqual({});
});

test('a payment that moved to another block without being seen to leave the first is reversed and credited', () => {
  const journals = book([payment()], [payment({ blockHash: '0xb' })]);
  expect(types(journals)).toEqual([
    'payment.credit',
    'invoice.settlement',
    'payment.reversal',
    'payment.credit',
  ]);
  expect(journals.at(-1)?.payment).toEqual({ paymentId: 'pay_1', occurrence: '0xb', entry: 3 });
});

test('money for which somebody has to be asked goes to suspense, and held money is not booked', () => {
  expect(balances(book([payment({ placement: 'late' })]))).toEqual({
    [`deposits ${usdc}`]: 25_000_000n,
    [`suspense:late ${usdc}`]: -25_000_000n,
  });
  expect(balances(book([payment({ placement: 'unmatched' })]))[`suspense:unmatched ${usdc}`]).toBe(
    -25_000_000n,
  );
  expect(book([payment({ placement: 'held' })])).toEqual([]);
});

test('whatever happens, journals are balanced, none is taken back twice, and the books say what stands on the chain', () => {
  const anyPayments = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('pay_1', 'pay_2', 'pay_3'),
      amount: fc.bigInt({ min: 1n, max: 30_000_000n }),
      asset: fc.constantFrom(usdc, ether),
      blockHash: fc.constantFrom('0xa', '0xb'),
      status: fc.constantFrom<BookablePayment['status']>('detected', 'confirmed', 'confirmed', 'reorged'),
      placement: fc.constantFrom<BookablePayment['placement']>('counted', 'counted', 'late', 'unmatched'),
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  );
  fc.assert(
    fc.property(fc.array(anyPayments, { minLength: 1, maxLength: 6 }), (raw) => {
      const history = raw.map((payments) => payments.map((facts) => payment(facts)));
      // A payment never disappears: what a later state leaves out is taken back there.
      const full = history.map((payments, index) => {
        const earlier = history
          .slice(0, index)
          .flat()
          .map((item): BookablePayment => ({ ...item, status: 'reorged' }));
        return [...new Map([...earlier, ...payments].map((item) => [item.id, item])).values()];
      });
      const journals = book(...full);
      for (const { postings } of journals) {
        const perAsset = Map.groupBy(postings, ({ asset }) => asset);
        for (const lines of perAsset.values())
          expect(lines.reduce((total, { amount }) => total + amount, 0n)).toBe(0n);
        expect(postings.length).toBeGreaterThan(0);
      }
      const reversed = journals.flatMap(({ reverses }) => reverses ?? []);
      expect(new Set(reversed).size).toBe(reversed.length);
      const last = full.at(-1) ?? [];
      const confirmed = last.filter(({ status }) => status === 'confirmed');
      const deposits = summed(
        confirmed.map(({ asset, amount }) => ({ kind: 'deposits' as const, asset, amount })),
      );
      const books = balances(journals);
      expect(Object.entries(books).filter(([name]) => name.startsWith('deposits'))).toEqual(
        expect.arrayContaining(deposits.map(({ asset, amount }) => [`deposits ${asset}`, amount])),
      );
      if (invoice(last).settled)
        expect(Object.keys(books).filter((name) => name.startsWith('customer-funds'))).toEqual([]);
      else expect(Object.keys(books).filter((name) => /^sales|overpaid/.test(name))).toEqual([]);
    }),
  );
});
