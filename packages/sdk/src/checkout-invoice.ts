/**
 * What the checkout API answers, written by hand after `CheckoutInvoice` in the API's schemas: the browser is spared a
 * schema library. Amounts are decimal strings, times RFC 3339 in UTC.
 */

export type InvoiceStatus = 'new' | 'processing' | 'settled' | 'expired' | 'invalid' | 'canceled';

export type InvoiceException =
  | 'underpaid'
  | 'overpaid'
  | 'late'
  | 'marked'
  | 'reorged'
  | 'double-spent'
  | 'wrong-asset';

export type PaymentStatus = 'detected' | 'confirmed' | 'reorged' | 'replaced';

/** One way to pay: an address on a chain, and what is due there in one asset. */
export interface CheckoutMethod {
  id: string;
  type: 'address';
  /** CAIP-19. */
  asset: string;
  /** CAIP-2. */
  chain: string;
  symbol: string;
  decimals: number;
  address: string;
  /** What was due in this asset when the invoice was made. */
  amount: string;
  /** The invoice's currency for one whole asset, locked when the invoice was made. */
  rate: string;
  /** EIP-681, for `amount`. */
  uri: string;
  /** The name people know the chain by. */
  network: string;
  /** What is still due in this asset, rounded up; 0 when nothing is. */
  due: string;
  /** EIP-681, for `due`. */
  dueUri: string;
}

/** A payment that reached one of the invoice's addresses. */
export interface CheckoutPayment {
  id: string;
  chain: string;
  transaction: string;
  asset: string;
  symbol: string;
  amount: string;
  confirmations: number;
  requiredConfirmations: number;
  status: PaymentStatus;
  seenAt: string;
  explorerUrl: string | null;
}

/** An invoice as its payer sees it. */
export interface CheckoutInvoice {
  id: string;
  object: 'checkout';
  /** Rises with every change; an answer with a lower one is older. */
  version: number;
  status: InvoiceStatus;
  exception: InvoiceException | 'none';
  exceptions: InvoiceException[];
  storeName: string;
  description: string | null;
  amount: string;
  /** ISO 4217. */
  currency: string;
  /** The value of the payments that count, rounded down. */
  paid: string;
  /** What is still to be paid, rounded up. */
  due: string;
  redirectUrl: string | null;
  cancelUrl: string | null;
  createdAt: string;
  expiresAt: string;
  /** The server's time of the answer, so that a countdown does not trust the payer's clock. */
  serverTime: string;
  receiptRequested: boolean;
  /** Whether a test payment can be sent: dev chains only. */
  testWallet: boolean;
  paymentMethods: CheckoutMethod[];
  payments: CheckoutPayment[];
}

/** How far a payment is confirmed now; it changes with every block and without a new version of the invoice. */
export interface PaymentConfirmations {
  id: string;
  confirmations: number;
}

/** Whether an answer is an invoice at all: a captive portal answers 200 to everything. */
export function isCheckoutInvoice(value: unknown): value is CheckoutInvoice {
  return typeof value === 'object' && value !== null && 'object' in value && value.object === 'checkout';
}
