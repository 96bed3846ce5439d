import { z } from 'zod';
import { assetId, chainId, currencyCode, decimalText } from '../amounts.js';
import { timestamp } from '../text.js';
import { paymentStatuses } from './invoice.js';

/**
 * A payment as the service that scans the chains knows it. Its identity is (chain, transaction, position); an
 * occurrence of it adds the block hash, which changes when the transaction is mined again.
 */
export const payment = z
  .object({
    id: z.string(),
    object: z.literal('payment'),
    storeId: z.string(),
    livemode: z.boolean(),
    version: z.int().positive(),
    invoiceId: z.string(),
    methodId: z.string(),
    chain: chainId,
    asset: assetId,
    decimals: z.int().nonnegative(),
    transaction: z.string(),
    position: z.string().describe('The position inside the transaction, unique there: value, or log:0'),
    index: z.int().nonnegative(),
    from: z.string(),
    address: z.string(),
    amount: decimalText,
    blockNumber: z.int(),
    blockHash: z.string(),
    blockTime: timestamp,
    confirmations: z.int().nonnegative(),
    requiredConfirmations: z.int().positive(),
    status: z.enum(paymentStatuses),
    rate: decimalText,
    value: z.object({ amount: decimalText, currency: currencyCode }),
    seenAt: timestamp,
    confirmedAt: timestamp.nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Payment' });

export type Payment = z.output<typeof payment>;
