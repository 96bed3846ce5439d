import { z } from 'zod';
import { chainId, decimalText } from '../amounts.js';
import { timestamp } from '../text.js';

/** Where a store's money goes on one chain. The treasury is the merchant's own wallet; we hold no key to it. */
export const wallet = z.object({ chain: chainId, treasury: z.string() }).meta({ id: 'Wallet' });

/** A shop: what invoices belong to. */
export const store = z
  .object({
    id: z.string(),
    object: z.literal('store'),
    name: z.string(),
    email: z.string().nullable().describe("Where the merchant's notices go"),
    wallets: z.array(wallet),
    markupPercent: decimalText.optional().describe('What is added to prices in coins, in per cent'),
    version: z.int().positive(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Store' });

export const apiKeyScopes = [
  'invoices:read',
  'invoices:write',
  'webhooks:read',
  'webhooks:write',
  'ledger:read',
  'events:read',
] as const;

/** An API key without its secret, which is shown once and kept as a hash. */
export const apiKey = z
  .object({
    id: z.string(),
    object: z.literal('api_key'),
    storeId: z.string(),
    livemode: z.boolean(),
    name: z.string(),
    scopes: z.array(z.enum(apiKeyScopes)),
    hint: z.string().describe('The first characters, to tell keys apart'),
    createdAt: timestamp,
    revokedAt: timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' });

export type Store = z.output<typeof store>;
export type Wallet = z.output<typeof wallet>;
export type ApiKey = z.output<typeof apiKey>;
export type ApiKeyScope = (typeof apiKeyScopes)[number];
