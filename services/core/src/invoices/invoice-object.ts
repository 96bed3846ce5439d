import {
  currencyFromValueDown,
  currencyFromValueUp,
  formatDecimal,
  formatUnits,
  valueFromCurrency,
  valueOf,
} from '@sixpence/money';
import type { Invoice, InvoicePayment, PaymentMethod } from '@sixpence/schemas';
import type { PaymentRow } from '../payments/payment-row.js';
import { isLate } from './invoice.js';
import type { InvoiceRow, StoredMethod } from './invoice-row.js';

/** Most payments that an invoice lists. `paid` counts all of them. */
export const maxListedPayments = 100;

export interface InvoiceObjectContext {
  /** Where the payers' page is, without a slash at the end: `http://127.0.0.1:4600/checkout`. */
  readonly checkoutUrl: string;
  /** How many confirmations a payment has by now; what its last event said, when nothing is given. */
  readonly confirmationsOf?: (payment: PaymentRow) => number;
}

/** The amount of an invoice as a value at scale 30. */
export const dueValueOf = (row: Pick<InvoiceRow, 'amount' | 'currency_decimals'>): bigint =>
  valueFromCurrency(BigInt(row.amount), row.currency_decimals);

/** The method a payment came by. Throws when the invoice has none: a payment is never counted by another's rate. */
export function methodOf(
  row: Pick<InvoiceRow, 'id' | 'methods'>,
  payment: Pick<PaymentRow, 'id' | 'method_id'>,
): StoredMethod {
  const method = row.methods.find(({ id }) => id === payment.method_id);
  if (!method)
    throw new Error(`The payment ${payment.id} came by ${payment.method_id}, which ${row.id} does not have`);
  return method;
}

/** The invoice as its merchant sees it, in the API and in events. `payments` are all of the invoice's, in order. */
export function toInvoice(
  row: InvoiceRow,
  payments: readonly PaymentRow[],
  context: InvoiceObjectContext,
): Invoice {
  const dueValue = dueValueOf(row);
  const paidValue = BigInt(row.paid_value);
  const rest = paidValue < dueValue ? currencyFromValueUp(dueValue - paidValue, row.currency_decimals) : 0n;
  return {
    id: row.id,
    object: 'invoice',
    storeId: row.store_id,
    livemode: row.livemode,
    version: row.version,
    status: row.status,
    exception: row.exceptions[0] ?? 'none',
    exceptions: row.exceptions,
    amount: formatDecimal(BigInt(row.amount), row.currency_decimals),
    currency: row.currency,
    paid: formatDecimal(currencyFromValueDown(paidValue, row.currency_decimals), row.currency_decimals),
    due: formatDecimal(rest, row.currency_decimals),
    orderId: row.order_id,
    description: row.description,
    customer: row.customer,
    redirectUrl: row.redirect_url,
    cancelUrl: row.cancel_url,
    metadata: row.metadata,
    checkoutUrl: `${context.checkoutUrl}/${row.id}`,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    monitoringUntil: row.monitoring_until.toISOString(),
    paymentMethods: row.methods.map(toPaymentMethod),
    payments: payments.slice(0, maxListedPayments).map((payment) => toInvoicePayment(row, payment, context)),
  };
}

/** A method without what only we need, such as the derivation of its address. */
export const toPaymentMethod = (method: StoredMethod): PaymentMethod => ({
  id: method.id,
  type: method.type,
  asset: method.asset,
  chain: method.chain,
  symbol: method.symbol,
  decimals: method.decimals,
  address: method.address,
  amount: method.amount,
  rate: method.rate,
  uri: method.uri,
  ...(method.rateOrigin && { rateOrigin: method.rateOrigin }),
});

function toInvoicePayment(
  row: InvoiceRow,
  payment: PaymentRow,
  context: InvoiceObjectContext,
): InvoicePayment {
  const { rate } = methodOf(row, payment);
  const value = valueOf(BigInt(payment.amount), payment.decimals, rate);
  const facts = { expiresAt: row.expires_at, canceledAt: row.canceled_at };
  return {
    id: payment.id,
    object: 'payment',
    methodId: payment.method_id,
    chain: payment.chain,
    transaction: payment.transaction,
    index: payment.index,
    asset: payment.asset,
    amount: formatUnits(BigInt(payment.amount), payment.decimals),
    from: payment.from_address,
    blockNumber: Number(payment.block_number),
    blockHash: payment.block_hash,
    confirmations: context.confirmationsOf?.(payment) ?? payment.confirmations,
    requiredConfirmations: payment.required_confirmations,
    status: payment.status,
    late: isLate({ blockTime: payment.block_time }, facts),
    rate,
    value: {
      amount: formatDecimal(currencyFromValueDown(value, row.currency_decimals), row.currency_decimals),
      currency: row.currency,
    },
    seenAt: payment.seen_at.toISOString(),
    confirmedAt: payment.confirmed_at?.toISOString() ?? null,
  };
}
