import { z } from 'zod';
import { assetId, currencyCode, requestedAmount } from '../amounts.js';
import { invoiceStatuses } from '../objects/invoice.js';
import { email, httpUrl, text, timestamp } from '../text.js';
import { pageQuery } from './pagination.js';

/** The merchant's own notes: at most 50 keys, values of at most 500 characters. */
export const metadata = z
  .record(
    text(40),
    z
      .string()
      .max(500)
      .refine((value) => !value.includes('\u0000') && value.isWellFormed() && value === value.trim(), {
        error: 'The text holds a NUL, an unpaired surrogate or outer spaces',
      }),
  )
  .refine((value) => Object.keys(value).length <= 50, { error: 'At most 50 keys are kept' });

const maxExpirySeconds = 7 * 86_400;

/** `POST /v1/invoices`. Only amount and currency are needed. */
export const createInvoiceBody = z
  .strictObject({
    amount: requestedAmount,
    currency: currencyCode,
    orderId: text(255).optional(),
    description: text(500).optional(),
    customer: z
      .strictObject({ email: email.optional(), name: text(200).optional(), locale: text(35).optional() })
      .optional(),
    redirectUrl: httpUrl.optional(),
    cancelUrl: httpUrl.optional(),
    expiresIn: z.int().min(1).max(maxExpirySeconds).optional().describe('Seconds; 900 when nothing is said'),
    methods: z
      .array(assetId)
      .min(1)
      .max(50)
      .optional()
      .describe('The assets to offer; all of the store when nothing is said'),
    metadata: metadata.optional(),
  })
  .meta({ id: 'CreateInvoice' });

/** `PATCH /v1/invoices/{id}`: the given keys are set, an empty value removes its key. */
export const updateInvoiceBody = z.strictObject({ metadata }).meta({ id: 'UpdateInvoice' });

/** `GET /v1/invoices`. */
export const listInvoicesQuery = pageQuery.extend({
  status: z.enum(invoiceStatuses).optional(),
  orderId: text(255).optional(),
  createdAfter: timestamp.optional(),
});

/** `GET /v1/events`: the events after that one, oldest first. */
export const listEventsQuery = z.strictObject({
  after: text(60).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});

/** `GET /v1/journals`. */
export const listJournalsQuery = z.strictObject({ invoice: text(60) });

export type CreateInvoiceBody = z.output<typeof createInvoiceBody>;
export type ListInvoicesQuery = z.output<typeof listInvoicesQuery>;
