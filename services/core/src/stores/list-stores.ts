import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import type { listStores, RequestOf, ResponseOf } from '@sixpence/schemas';
import { storeObject } from './store.js';
import { listStoreRows } from './stores.store.js';

/** The stores, oldest first, page by page. The cursor is the id of the last store seen. */
@Injectable()
export class ListStores {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async run({ limit, cursor }: RequestOf<typeof listStores>): Promise<ResponseOf<typeof listStores>> {
    const rows = await listStoreRows(this.db, cursor ?? '', limit + 1);
    const page = rows.slice(0, limit);
    return {
      data: page.map(storeObject),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }
}
