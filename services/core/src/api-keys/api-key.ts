import type { ApiKey, ApiKeyScope } from '@sixpence/schemas';
import { apiKeyScopes } from '@sixpence/schemas';

/** A row of the table `api_keys`, without the hash. */
export interface ApiKeyRow {
  readonly id: string;
  readonly store_id: string;
  readonly livemode: boolean;
  readonly name: string;
  readonly scopes: ApiKeyScope[];
  readonly hint: string;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
}

/** What every key begins with: its mode can be read from it. */
export const secretPrefix = (livemode: boolean): string => (livemode ? 'sk_live_' : 'sk_test_');

/** The prefix and four characters of 43: enough to tell keys apart, and no help to a guesser. */
export const hintOf = (secret: string): string => secret.slice(0, 'sk_test_'.length + 4);

/** The prefix and 32 random bytes as base64url without padding. */
const secretShape = /^sk_(?:test|live)_[A-Za-z0-9_-]{43}$/;

/** Whether a text may be a key at all: what cannot be is refused without a look into the database. */
export const looksLikeSecret = (text: string): boolean => secretShape.test(text);

/** The scopes of a key for which none were named: all. */
export const allScopes: readonly ApiKeyScope[] = apiKeyScopes;

/** The key as the API shows it. The secret is not part of it. */
export function apiKeyObject(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    object: 'api_key',
    storeId: row.store_id,
    livemode: row.livemode,
    name: row.name,
    scopes: row.scopes,
    hint: row.hint,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
