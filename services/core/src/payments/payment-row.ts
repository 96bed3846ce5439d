import type { PaymentStatus } from '@sixpence/schemas';
import type { Disposition } from '../invoices/invoice.js';

/** A row of core's copy of the payments: what `payments` last said of each. */
export interface PaymentRow {
  readonly id: string;
  readonly invoice_id: string;
  readonly method_id: string;
  readonly version: number;
  readonly chain: string;
  readonly asset: string;
  readonly decimals: number;
  readonly transaction: string;
  readonly position: string;
  readonly index: number;
  readonly from_address: string;
  /** Whole units of the asset. */
  readonly amount: string;
  readonly block_number: string;
  readonly block_hash: string;
  readonly block_time: Date;
  readonly confirmations: number;
  readonly required_confirmations: number;
  readonly status: PaymentStatus;
  readonly disposition: Disposition;
  readonly seen_at: Date;
  readonly confirmed_at: Date | null;
}
