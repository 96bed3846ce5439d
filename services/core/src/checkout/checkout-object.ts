import { paymentUri, transactionUrl } from '@sixpence/chains';
import type { EvmNetwork } from '@sixpence/chains';
import { amountDueUp, formatUnits } from '@sixpence/money';
import type { CheckoutInvoice, Invoice } from '@sixpence/schemas';
import { dueValueOf, methodOf, toPaymentMethod } from '../invoices/invoice-object.js';
import type { InvoiceRow, StoredMethod } from '../invoices/invoice-row.js';
import type { PaymentRow } from '../payments/payment-row.js';

/** What the page is told beside the invoice itself. */
export interface CheckoutContext {
  readonly storeName: string;
  readonly now: Date;
  readonly devChains: ReadonlySet<string>;
  readonly networkOf: (chain: string) => EvmNetwork | undefined;
}

/** What is still due by that method, in the asset's smallest unit, rounded up to what payers type. */
export function dueUnits(row: InvoiceRow, method: StoredMethod): bigint {
  const rest = dueValueOf(row) - BigInt(row.paid_value);
  return amountDueUp(rest > 0n ? rest : 0n, method.decimals, method.payDecimals, method.rate);
}

/** The invoice as its payer sees it. Whoever holds the link can read it: no metadata, no order id, no e-mail. */
export function toCheckout(
  invoice: Invoice,
  row: InvoiceRow,
  payments: readonly PaymentRow[],
  context: CheckoutContext,
): CheckoutInvoice {
  const { paymentMethods, payments: shown, ...rest } = invoice;
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  return {
    id: rest.id,
    object: 'checkout',
    version: rest.version,
    status: rest.status,
    exception: rest.exception,
    exceptions: rest.exceptions,
    storeName: context.storeName,
    description: rest.description,
    amount: rest.amount,
    currency: rest.currency,
    paid: rest.paid,
    due: rest.due,
    redirectUrl: rest.redirectUrl,
    cancelUrl: rest.cancelUrl,
    createdAt: rest.createdAt,
    expiresAt: rest.expiresAt,
    serverTime: context.now.toISOString(),
    receiptRequested: Boolean(row.customer?.email) || row.receipt_email_requested_at !== null,
    testWallet: paymentMethods.some(({ chain }) => context.devChains.has(chain)),
    paymentMethods: row.methods.map((method, index) =>
      toCheckoutMethod(row, method, paymentMethods[index], context),
    ),
    payments: shown.map((payment) => {
      const network = context.networkOf(payment.chain);
      const stored = byId.get(payment.id);
      return {
        id: payment.id,
        chain: payment.chain,
        transaction: payment.transaction,
        asset: payment.asset,
        amount: payment.amount,
        confirmations: payment.confirmations,
        requiredConfirmations: payment.requiredConfirmations,
        status: payment.status,
        seenAt: payment.seenAt,
        symbol: stored ? methodOf(row, stored).symbol : '',
        explorerUrl: (network && transactionUrl(network, payment.transaction)) ?? null,
      };
    }),
  };
}

function toCheckoutMethod(
  row: InvoiceRow,
  method: StoredMethod,
  shown: Invoice['paymentMethods'][number] | undefined,
  context: CheckoutContext,
): CheckoutInvoice['paymentMethods'][number] {
  const { asset, address, decimals } = method;
  const { rateOrigin: _, ...open } = shown ?? toPaymentMethod(method);
  const due = dueUnits(row, method);
  return {
    ...open,
    network: context.networkOf(method.chain)?.name ?? method.chain,
    due: formatUnits(due, decimals),
    dueUri: due === 0n ? method.uri : paymentUri({ asset, address, amount: due }),
  };
}
