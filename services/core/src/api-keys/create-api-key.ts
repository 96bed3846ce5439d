import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database, isForeignKeyViolation } from '@sixpence/postgres';
import { createApiKey, DomainError, newId } from '@sixpence/schemas';
import type { RequestOf, ResponseOf } from '@sixpence/schemas';
import { seal } from '@sixpence/secrets';
import { answerOnce } from '../idempotency/answer-once.js';
import { allScopes, apiKeyObject, hintOf, secretPrefix } from './api-key.js';
import type { ApiKeyRow } from './api-key.js';
import { insertApiKey } from './api-keys.store.js';
import { hashOf } from './authenticate-api-key.js';

const secretBytes = 32;

/** Makes a key. Its secret leaves the process once, sealed to the one who asked; the database gets its hash. */
@Injectable()
export class CreateApiKey {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `store_not_found`. */
  async run(
    request: RequestOf<typeof createApiKey>,
    idempotencyKey?: string,
  ): Promise<ResponseOf<typeof createApiKey>> {
    const secret = secretPrefix(request.livemode) + randomBytes(secretBytes).toString('base64url');
    const key: ApiKeyRow = {
      id: newId('key'),
      store_id: request.storeId,
      livemode: request.livemode,
      name: request.name,
      scopes: request.scopes ?? [...allScopes],
      hint: hintOf(secret),
      created_at: new Date(),
      revoked_at: null,
    };
    const sealedKey = await seal(request.replyTo, secret, createApiKey.type);
    try {
      return await this.db.transaction((tx) =>
        answerOnce(tx, createApiKey.type, idempotencyKey, async () => {
          await insertApiKey(tx, key, hashOf(secret));
          return { apiKey: apiKeyObject(key), sealedKey };
        }),
      );
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw new DomainError('store_not_found', 'There is no such store', { field: 'storeId', cause: error });
    }
  }
}
