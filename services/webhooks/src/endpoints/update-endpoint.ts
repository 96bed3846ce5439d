import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import type { RequestOf, updateEndpoint, WebhookEndpoint } from '@sixpence/schemas';
import { ADDRESS_RULES } from '../addresses/address-rules.provider.js';
import { checkUrl } from '../addresses/check-url.js';
import type { AddressRules } from '../addresses/checked-lookup.client.js';
import { endpointNotFound, endpointObject } from './endpoint.js';
import * as endpoints from './endpoints.store.js';

/** Changes an endpoint. What is left out stays as it is. */
@Injectable()
export class UpdateEndpoint {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(ADDRESS_RULES) private readonly rules: AddressRules,
  ) {}

  /** Throws `invalid_url` and `endpoint_not_found`. */
  async run(request: RequestOf<typeof updateEndpoint>): Promise<WebhookEndpoint> {
    if (request.url !== undefined) await checkUrl(request.url, this.rules);
    const row = await endpoints.updateEndpoint(this.db, request, request.endpointId, request);
    if (!row) throw endpointNotFound(request.endpointId);
    return endpointObject(row);
  }
}
