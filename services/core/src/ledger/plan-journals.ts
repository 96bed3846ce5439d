import { newId } from '@sixpence/schemas';
import { allocate } from './allocate.js';
import type { BookablePayment, BookableInvoice } from './bookable.js';
import { negated, summed } from './journal.js';
import type { AccountKind, JournalRecord, PostingLine, Valuation } from './journal.js';

const accountOf: Readonly<Record<Exclude<BookablePayment['placement'], 'held'>, AccountKind>> = {
  counted: 'customer-funds',
  late: 'suspense:late',
  unmatched: 'suspense:unmatched',
};

/**
 * The journals that bring the books of an invoice from what is `written` (oldest first) to what its payments say now. It
 * compares and adds: nothing when the books are right already, so it may run after every change.
 */
export function planJournals(
  invoice: BookableInvoice,
  written: readonly JournalRecord[],
  now: Date,
): JournalRecord[] {
  const allocations = planAllocations(invoice, written, now);
  const payments = invoice.payments.flatMap((payment) => planPayment(payment, written));
  // What was handed out comes back before its payment goes, so that the books read in the order of cause.
  return invoice.settled ? [...payments, ...allocations] : [...allocations, ...payments];
}

/** A confirmed payment is credited once for as long as it stands in the same block and belongs to the same account. */
function planPayment(payment: BookablePayment, written: readonly JournalRecord[]): JournalRecord[] {
  const last = written.findLast((journal) => journal.payment?.paymentId === payment.id);
  const inForce = last?.type === 'payment.credit' ? last : undefined;
  const wanted = creditOf(payment);
  if (inForce && wanted && sameCredit(inForce, payment, wanted)) return [];
  const journals: JournalRecord[] = [];
  let entry = last?.payment?.entry ?? 0;
  if (inForce?.payment) {
    entry += 1;
    journals.push({
      id: newId('jrn'),
      type: 'payment.reversal',
      payment: { ...inForce.payment, entry },
      reverses: inForce.id,
      valuation: inForce.valuation,
      postings: negated(inForce.postings),
    });
  }
  if (wanted) {
    entry += 1;
    journals.push({
      id: newId('jrn'),
      type: 'payment.credit',
      payment: { paymentId: payment.id, occurrence: payment.blockHash, entry },
      reverses: null,
      valuation: payment.valuation,
      postings: wanted,
    });
  }
  return journals;
}

function creditOf({ status, placement, asset, amount }: BookablePayment): PostingLine[] | undefined {
  if (status !== 'confirmed' || placement === 'held') return undefined;
  return [
    { kind: 'deposits', asset, amount },
    { kind: accountOf[placement], asset, amount: -amount },
  ];
}

const sameCredit = (
  inForce: JournalRecord,
  payment: BookablePayment,
  wanted: readonly PostingLine[],
): boolean =>
  inForce.payment?.occurrence === payment.blockHash &&
  summed([...inForce.postings, ...negated(wanted)]).length === 0;

/** A settled invoice hands out the customer's funds; one that is no longer settled takes back whatever was handed out. */
function planAllocations(
  invoice: BookableInvoice,
  written: readonly JournalRecord[],
  now: Date,
): JournalRecord[] {
  const takenBack = new Set(written.map(({ reverses }) => reverses));
  const inForce = written.filter(
    (journal) => journal.payment === null && journal.reverses === null && !takenBack.has(journal.id),
  );
  if (!invoice.settled) return inForce.toReversed().map(takeBack);
  const { postings, value } = allocate(invoice);
  const missing = summed([...postings, ...negated(inForce.flatMap((journal) => journal.postings))]);
  if (missing.length === 0) return [];
  const first = inForce.length === 0;
  const booked = inForce.reduce((total, journal) => total + journal.valuation.amount, 0n);
  const valuation: Valuation = { amount: first ? value : distance(value, booked), rate: null, at: now };
  return [
    {
      id: newId('jrn'),
      type: first ? 'invoice.settlement' : 'invoice.adjustment',
      payment: null,
      reverses: null,
      valuation,
      postings: missing,
    },
  ];
}

const takeBack = (journal: JournalRecord): JournalRecord => ({
  id: newId('jrn'),
  type: 'invoice.adjustment',
  payment: null,
  reverses: journal.id,
  valuation: journal.valuation,
  postings: negated(journal.postings),
});

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);
