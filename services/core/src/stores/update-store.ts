import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import { parseDecimal } from '@sixpence/money';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, storeUpdated, updateStore } from '@sixpence/schemas';
import type { RequestOf, Store } from '@sixpence/schemas';
import { answerOnce } from '../idempotency/answer-once.js';
import { storeObject } from './store.js';
import { findStore, setMarkup } from './stores.store.js';

/** Changes a store. What has the wanted value already is no change, and tells nobody. */
@Injectable()
export class UpdateStore {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Throws `store_not_found`. A change is known to new invoices within 5 s; those that are made keep their rates. */
  async run(
    { storeId, markupPercent }: RequestOf<typeof updateStore>,
    idempotencyKey?: string,
  ): Promise<Store> {
    // A key is of one store's change: on another store it is another request.
    const key = idempotencyKey && `${storeId} ${idempotencyKey}`;
    return this.db.transaction((tx) =>
      answerOnce(tx, updateStore.type, key, async () => {
        const changed =
          markupPercent !== undefined &&
          (await setMarkup(tx, storeId, Number(parseDecimal(markupPercent, 2))));
        const row = await findStore(tx, storeId);
        if (!row) throw new DomainError('store_not_found', `There is no store ${storeId}`);
        const object = storeObject(row);
        if (changed) {
          await this.outbox.append(tx, {
            definition: storeUpdated,
            key: row.id,
            version: row.version,
            storeId: row.id,
            livemode: null,
            data: { object },
          });
        }
        return object;
      }),
    );
  }
}
