import { z } from 'zod';
import { assetId, chainId, currencyCode, decimalText } from '../amounts.js';
import { timestamp } from '../text.js';
import { rateOrigin } from './rate.js';

export const invoiceStatuses = ['new', 'processing', 'settled', 'expired', 'invalid', 'canceled'] as const;
export const invoiceExceptions = [
  'underpaid',
  'overpaid',
  'late',
  'marked',
  'reorged',
  'double-spent',
  'wrong-asset',
] as const;
export const paymentStatuses = ['detected', 'confirmed', 'reorged', 'replaced'] as const;

/** One way to pay an invoice. A union by `type`; an address on a chain is the first of its kind. */
export const paymentMethod = z
  .object({
    id: z.string(),
    type: z.literal('address'),
    asset: assetId,
    chain: chainId,
    symbol: z.string(),
    decimals: z.int().nonnegative(),
    address: z.string(),
    amount: decimalText.describe('What is due in this asset, rounded up to the decimals that payers use'),
    rate: decimalText.describe(
      "The invoice's currency for one whole asset, locked when the invoice was made",
    ),
    uri: z.string().describe('A payment URI for wallets (EIP-681)'),
    rateOrigin: rateOrigin.optional().describe('What the rate comes from'),
  })
  .meta({ id: 'PaymentMethod' });

/** A payment as the invoice lists it. */
export const invoicePayment = z
  .object({
    id: z.string(),
    object: z.literal('payment'),
    methodId: z.string(),
    chain: chainId,
    transaction: z.string(),
    index: z
      .int()
      .describe(
        'The position inside the transaction: the ordinal of the log in its receipt; 0 for a native transfer',
      ),
    asset: assetId,
    amount: decimalText,
    from: z.string(),
    blockNumber: z.int().nullable(),
    blockHash: z.string().nullable(),
    confirmations: z.int(),
    requiredConfirmations: z.int(),
    status: z.enum(paymentStatuses),
    late: z.boolean(),
    rate: decimalText,
    value: z.object({ amount: decimalText, currency: currencyCode }),
    seenAt: timestamp,
    confirmedAt: timestamp.nullable(),
  })
  .meta({ id: 'InvoicePayment' });

export const customer = z.object({
  email: z.string().nullable(),
  name: z.string().nullable(),
  locale: z.string().nullable(),
});

/** An invoice as its merchant sees it. */
export const invoice = z
  .object({
    id: z.string(),
    object: z.literal('invoice'),
    storeId: z.string(),
    livemode: z.boolean(),
    version: z.int().positive(),
    status: z.enum(invoiceStatuses),
    exception: z.enum(['none', ...invoiceExceptions]),
    exceptions: z.array(z.enum(invoiceExceptions)),
    amount: decimalText,
    currency: currencyCode,
    paid: decimalText.describe('The value of the payments that count, rounded down'),
    due: decimalText.describe('What is still to be paid, rounded up'),
    orderId: z.string().nullable(),
    description: z.string().nullable(),
    customer: customer.nullable(),
    redirectUrl: z.string().nullable(),
    cancelUrl: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    checkoutUrl: z.string(),
    createdAt: timestamp,
    updatedAt: timestamp,
    expiresAt: timestamp,
    monitoringUntil: timestamp.describe('Money that comes later than this is an unmatched payment'),
    paymentMethods: z.array(paymentMethod),
    payments: z.array(invoicePayment),
  })
  .meta({ id: 'Invoice' });

export type Invoice = z.output<typeof invoice>;
export type InvoicePayment = z.output<typeof invoicePayment>;
export type PaymentMethod = z.output<typeof paymentMethod>;
export type InvoiceStatus = (typeof invoiceStatuses)[number];
export type InvoiceException = (typeof invoiceExceptions)[number];
export type PaymentStatus = (typeof paymentStatuses)[number];
