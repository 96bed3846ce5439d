import type { JournalType } from '@sixpence/schemas';

/**
 * The accounts of a store, in each asset (docs/ledger.md). `deposits` is what stands at our addresses; the others say
 * whose it is.
 */
export type AccountKind =
  | 'deposits'
  | 'customer-funds'
  | 'sales'
  | 'suspense:overpaid'
  | 'suspense:late'
  | 'suspense:unmatched';

/** One line of a journal: a signed amount in the asset's smallest unit. */
export interface PostingLine {
  readonly kind: AccountKind;
  readonly asset: string;
  readonly amount: bigint;
}

/** What was booked is worth, in the invoice's currency (whole units). `rate` is null when several rates made it up. */
export interface Valuation {
  readonly amount: bigint;
  readonly rate: string | null;
  readonly at: Date;
}

/** Which part of a payment's life is booked: `entry` counts its credits and reversals, `occurrence` is the block hash. */
export interface PaymentEntry {
  readonly paymentId: string;
  readonly occurrence: string;
  readonly entry: number;
}

/** A journal of an invoice, written or about to be. */
export interface JournalRecord {
  readonly id: string;
  readonly type: JournalType;
  readonly payment: PaymentEntry | null;
  readonly reverses: string | null;
  readonly valuation: Valuation;
  readonly postings: readonly PostingLine[];
}

/** Whose books a journal belongs to. Amounts of its valuation are whole units of the currency. */
export interface JournalOwner {
  readonly invoiceId: string;
  readonly storeId: string;
  readonly livemode: boolean;
  readonly currency: string;
  readonly currencyDecimals: number;
}

/** A journal as it stands in the books. */
export interface BookedJournal extends JournalRecord {
  readonly owner: JournalOwner;
  readonly createdAt: Date;
}

/** The lines that take others back. */
export const negated = (postings: readonly PostingLine[]): PostingLine[] =>
  postings.map((posting) => ({ ...posting, amount: -posting.amount }));

/** Lines added up by account and asset; what comes to zero is left out. */
export function summed(postings: readonly PostingLine[]): PostingLine[] {
  const sums = new Map<string, PostingLine>();
  for (const posting of postings) {
    const key = `${posting.kind} ${posting.asset}`;
    sums.set(key, { ...posting, amount: (sums.get(key)?.amount ?? 0n) + posting.amount });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0n);
}
