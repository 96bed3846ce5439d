import type { InvoiceException, InvoiceStatus, PaymentMethod } from '@sixpence/schemas';

/** The public values an address is derived from, kept with the method for ever: whoever has them can check it. */
export interface Derivation {
  readonly factory: string;
  readonly initCodeHash: string;
  readonly treasury: string;
  readonly salt: string;
}

/** A payment method as the invoice's row keeps it: what the API shows, and what it was made from. Never changed. */
export interface StoredMethod extends PaymentMethod {
  readonly derivation: Derivation;
  /** The decimals that payers use: what is due is rounded up to them. */
  readonly payDecimals: number;
  /** Smallest amount worth a transfer, a decimal string of the asset. */
  readonly minAmount: string;
  /** The time of the oldest word that the rate comes from, RFC 3339. */
  readonly rateAt: string;
}

/** A row of the table `invoices`, as PostgreSQL gives it: numeric as strings, timestamptz as Date, jsonb parsed. */
export interface InvoiceRow {
  readonly id: string;
  readonly store_id: string;
  readonly livemode: boolean;
  readonly status: InvoiceStatus;
  readonly exceptions: InvoiceException[];
  /** Whole units of the currency. */
  readonly amount: string;
  readonly currency: string;
  readonly currency_decimals: number;
  /** Value at scale 30. */
  readonly paid_value: string;
  readonly order_id: string | null;
  readonly description: string | null;
  readonly customer: { email: string | null; name: string | null; locale: string | null } | null;
  readonly redirect_url: string | null;
  readonly cancel_url: string | null;
  readonly metadata: Record<string, string>;
  readonly methods: StoredMethod[];
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly expires_at: Date;
  readonly monitoring_until: Date;
  readonly canceled_at: Date | null;
  readonly expired_at: Date | null;
  readonly settled_at: Date | null;
  readonly receipt_email_requested_at: Date | null;
  readonly version: number;
  readonly event_sequence: number;
}
