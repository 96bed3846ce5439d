import { z } from 'zod';
import { chainId, markupPercent } from '../amounts.js';
import { apiKeyScopes } from '../objects/store.js';
import { email, text } from '../text.js';

/** `POST {adminUrl}/v1/stores`: a wallet for each chain the store takes money on. */
export const createStoreBody = z
  .strictObject({
    name: text(200),
    email: email.optional().describe("Where the merchant's notices go"),
    wallets: z
      .array(z.strictObject({ chain: chainId, treasury: text(200) }))
      .min(1)
      .max(50),
    markupPercent: markupPercent
      .optional()
      .describe('What is added to prices in coins; nothing when not said'),
  })
  .meta({ id: 'CreateStore' });

/** `PATCH {adminUrl}/v1/stores/{id}`: what is not named stays as it is. */
export const updateStoreBody = z
  .strictObject({ markupPercent: markupPercent.optional().describe('What is added to prices in coins') })
  .meta({ id: 'UpdateStore' });

/** `POST {adminUrl}/v1/stores/{id}/api-keys`: all scopes when none are named. */
export const createApiKeyBody = z
  .strictObject({
    name: text(100).default('default'),
    livemode: z
      .boolean()
      .default(false)
      .describe('true makes sk_live_…, which sees the main networks only; false makes sk_test_…'),
    scopes: z.array(z.enum(apiKeyScopes)).min(1).optional(),
  })
  .meta({ id: 'CreateApiKey' });
