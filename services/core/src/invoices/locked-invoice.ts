import type { InvoiceRow } from './invoice-row.js';

/** An invoice whose row this transaction has locked: the only kind that may be changed. */
export interface LockedInvoice extends InvoiceRow {
  /** Nothing in a block up to `monitoring_until` is still unknown. */
  readonly closed_at: Date | null;
}
