import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import type { listDeliveries, RequestOf, ResponseOf } from '@sixpence/schemas';
import { deliveriesOf } from './deliveries.store.js';
import { deliveryObject } from './delivery.js';

/** What was sent to an owner's endpoints, the newest first. Ids sort by time: the last one of a page is its cursor. */
@Injectable()
export class ListDeliveries {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async run(request: RequestOf<typeof listDeliveries>): Promise<ResponseOf<typeof listDeliveries>> {
    const { limit, cursor } = request;
    const rows = await deliveriesOf(this.db, request, request, { before: cursor, limit: limit + 1 });
    const data = rows.slice(0, limit).map(deliveryObject);
    return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
  }
}
