import { z } from 'zod';
import { assetId, currencyCode, decimalText, signedDecimalText } from '../amounts.js';
import { timestamp } from '../text.js';

export const journalTypes = [
  'payment.credit',
  'payment.reversal',
  'invoice.settlement',
  'invoice.adjustment',
] as const;

export const posting = z
  .object({ account: z.string(), asset: assetId, amount: signedDecimalText })
  .meta({ id: 'Posting' });

/** A journal: postings that sum to zero for each asset. It is never changed; another one takes it back. */
export const journal = z
  .object({
    id: z.string(),
    object: z.literal('journal'),
    storeId: z.string(),
    livemode: z.boolean(),
    type: z.enum(journalTypes),
    invoiceId: z.string(),
    paymentId: z.string().nullable(),
    reverses: z.string().optional(),
    valuation: z.object({
      amount: decimalText,
      currency: currencyCode,
      rate: decimalText.nullable(),
      at: timestamp,
    }),
    createdAt: timestamp,
    postings: z.array(posting),
  })
  .meta({ id: 'Journal' });

export type Journal = z.output<typeof journal>;
export type JournalType = (typeof journalTypes)[number];
