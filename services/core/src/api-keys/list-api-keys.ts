import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { listApiKeys, RequestOf, ResponseOf } from '@sixpence/schemas';
import { findStore } from '../stores/stores.store.js';
import { apiKeyObject } from './api-key.js';
import { listApiKeyRows } from './api-keys.store.js';

/** All keys of a store, without their secrets. */
@Injectable()
export class ListApiKeys {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `store_not_found`. */
  async run({ storeId }: RequestOf<typeof listApiKeys>): Promise<ResponseOf<typeof listApiKeys>> {
    const rows = await listApiKeyRows(this.db, storeId);
    if (rows.length === 0 && !(await findStore(this.db, storeId))) {
      throw new DomainError('store_not_found', 'There is no such store', { field: 'storeId' });
    }
    return { data: rows.map(apiKeyObject) };
  }
}
