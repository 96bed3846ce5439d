import type { PaymentStatus } from '@sixpence/schemas';
import type { Placement } from '../invoices/invoice.js';
import type { Valuation } from './journal.js';

/** What the books need to know of a payment. */
export interface BookablePayment {
  readonly id: string;
  readonly asset: string;
  readonly decimals: number;
  /** The decimals payers use: what is due was rounded up to them. */
  readonly payDecimals: number;
  /** In the asset's smallest unit. */
  readonly amount: bigint;
  readonly rate: string;
  readonly blockHash: string;
  readonly status: PaymentStatus;
  readonly placement: Placement;
  readonly confirmedAt: Date | null;
  readonly valuation: Valuation;
}

/** What the books need to know of an invoice. `dueValue` is at scale 30. */
export interface BookableInvoice {
  readonly settled: boolean;
  readonly dueValue: bigint;
  readonly currencyDecimals: number;
  readonly payments: readonly BookablePayment[];
}
