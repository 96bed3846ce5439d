import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import type { WebhookEndpoint } from '@sixpence/schemas';
import { endpointNotFound, endpointObject } from './endpoint.js';
import type { Owner } from './endpoint.js';
import { endpointOf, endpointsOf } from './endpoints.store.js';

/** The endpoints of an owner: another's are not found. */
@Injectable()
export class FindEndpoints {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async all(owner: Owner): Promise<WebhookEndpoint[]> {
    return (await endpointsOf(this.db, owner)).map(endpointObject);
  }

  /** Throws `endpoint_not_found`. */
  async one(owner: Owner, id: string): Promise<WebhookEndpoint> {
    const row = await endpointOf(this.db, owner, id);
    if (!row) throw endpointNotFound(id);
    return endpointObject(row);
  }
}
