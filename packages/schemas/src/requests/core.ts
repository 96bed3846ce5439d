import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { createApiKeyBody, createStoreBody, updateStoreBody } from '../http/stores.js';
import { apiKey, store } from '../objects/store.js';
import { sealed } from './sealed.js';

/** An HTTP body is closed, so that a merchant's slip is seen; on the bus the field of a newer release is passed over. */
const wallets = z.array(createStoreBody.shape.wallets.element.strip()).min(1).max(50);

export const createStore = defineRequest({
  type: 'core.create-store',
  service: 'core',
  request: createStoreBody.strip().extend({ wallets }),
  response: store,
  timeoutMs: 5_000,
  changesState: true,
});

export const updateStore = defineRequest({
  type: 'core.update-store',
  service: 'core',
  request: updateStoreBody.strip().extend({ storeId: z.string() }),
  response: store,
  timeoutMs: 5_000,
  changesState: true,
});

export const listStores = defineRequest({
  type: 'core.list-stores',
  service: 'core',
  request: z.object({ limit: z.int().min(1).max(100), cursor: z.string().optional() }),
  response: z.object({ data: z.array(store), nextCursor: z.string().nullable() }),
  timeoutMs: 5_000,
  changesState: false,
});

/** The key's secret comes back sealed to `replyTo`. */
export const createApiKey = defineRequest({
  type: 'core.create-api-key',
  service: 'core',
  request: createApiKeyBody.strip().extend({ storeId: z.string(), replyTo: z.string() }),
  response: z.object({ apiKey, sealedKey: sealed }),
  timeoutMs: 5_000,
  changesState: true,
});

export const listApiKeys = defineRequest({
  type: 'core.list-api-keys',
  service: 'core',
  request: z.object({ storeId: z.string() }),
  response: z.object({ data: z.array(apiKey) }),
  timeoutMs: 5_000,
  changesState: false,
});

export const revokeApiKey = defineRequest({
  type: 'core.revoke-api-key',
  service: 'core',
  request: z.object({ storeId: z.string(), apiKeyId: z.string() }),
  response: apiKey,
  timeoutMs: 5_000,
  changesState: true,
});

export const coreRequests = [
  createStore,
  updateStore,
  listStores,
  createApiKey,
  listApiKeys,
  revokeApiKey,
] as const;
