import { z } from 'zod';
import { currencyCode, decimalText } from '../amounts.js';
import { invoiceExceptions, invoicePayment, invoiceStatuses, paymentMethod } from '../objects/invoice.js';
import { email, text, timestamp } from '../text.js';

/** A payment method as the checkout page shows it. What its rate comes from is between us and the merchant. */
export const checkoutMethod = paymentMethod
  .omit({ rateOrigin: true })
  .extend({
    network: z.string().describe('The name people know the chain by'),
    due: decimalText.describe('What is still to be paid in this asset, rounded up; 0 when nothing is'),
    dueUri: z.string().describe('The payment URI for what is still due'),
  })
  .meta({ id: 'CheckoutMethod' });

/**
 * What the payer's page is shown of an invoice, and what its live events carry. It has no metadata, e-mail or order id:
 * whoever holds the link can read it.
 */
export const checkoutInvoice = z
  .object({
    id: z.string(),
    object: z.literal('checkout'),
    version: z.int().positive(),
    status: z.enum(invoiceStatuses),
    exception: z.enum(['none', ...invoiceExceptions]),
    exceptions: z.array(z.enum(invoiceExceptions)),
    storeName: z.string(),
    description: z.string().nullable(),
    amount: decimalText,
    currency: currencyCode,
    paid: decimalText,
    due: decimalText,
    redirectUrl: z.string().nullable(),
    cancelUrl: z.string().nullable(),
    createdAt: timestamp,
    expiresAt: timestamp,
    serverTime: timestamp.describe("So that the countdown does not trust the payer's clock"),
    receiptRequested: z.boolean(),
    testWallet: z.boolean().describe('Whether a test payment can be sent: dev chains only'),
    paymentMethods: z.array(checkoutMethod),
    payments: z.array(
      invoicePayment
        .pick({
          id: true,
          chain: true,
          transaction: true,
          asset: true,
          amount: true,
          confirmations: true,
          requiredConfirmations: true,
          status: true,
          seenAt: true,
        })
        .extend({ symbol: z.string(), explorerUrl: z.string().nullable() }),
    ),
  })
  .meta({ id: 'CheckoutInvoice' });

/** `POST /v1/checkout/{id}/receipt`. */
export const receiptBody = z.strictObject({ email }).meta({ id: 'RequestReceipt' });

/** `POST /v1/checkout/{id}/test-payment`: what is still due by that method, from the dev chain's own wallet. */
export const testPaymentBody = z.strictObject({ methodId: text(60) }).meta({ id: 'TestPayment' });

export type CheckoutInvoice = z.output<typeof checkoutInvoice>;
