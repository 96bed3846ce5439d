import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { ApiKey, RequestOf, revokeApiKey } from '@sixpence/schemas';
import { apiKeyObject } from './api-key.js';
import { revokeApiKeyRow } from './api-keys.store.js';

/** Revokes a key for ever. Every process forgets it within 5 s. */
@Injectable()
export class RevokeApiKey {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `api_key_not_found`. Revoking again changes nothing. */
  async run({ storeId, apiKeyId }: RequestOf<typeof revokeApiKey>): Promise<ApiKey> {
    const row = await revokeApiKeyRow(this.db, storeId, apiKeyId);
    if (!row) throw new DomainError('api_key_not_found', 'There is no such API key', { field: 'apiKeyId' });
    return apiKeyObject(row);
  }
}
