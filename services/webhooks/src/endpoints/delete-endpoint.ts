import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { endpointNotFound } from './endpoint.js';
import type { Owner } from './endpoint.js';
import { deleteEndpoint } from './endpoints.store.js';

/** Deletes an endpoint, and what is still on its way there. */
@Injectable()
export class DeleteEndpoint {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `endpoint_not_found`. */
  async run(owner: Owner, id: string): Promise<void> {
    if ((await deleteEndpoint(this.db, owner, id)) === 0) throw endpointNotFound(id);
  }
}
