import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database, isUniqueViolation } from '@sixpence/postgres';
import { createEndpoint, DomainError, newId } from '@sixpence/schemas';
import type { RequestOf, ResponseOf } from '@sixpence/schemas';
import { ADDRESS_RULES } from '../addresses/address-rules.provider.js';
import { checkUrl } from '../addresses/check-url.js';
import type { AddressRules } from '../addresses/checked-lookup.client.js';
import { endpointObject } from './endpoint.js';
import type { EndpointRow } from './endpoint.js';
import { endpointByKey, insertEndpoint, lockAndCount } from './endpoints.store.js';
import { SigningSecrets } from './signing-secrets.provider.js';

const maxEndpoints = 20;

/** Makes an endpoint with a secret of its own. The same request again (by its idempotency key) finds the same one. */
@Injectable()
export class CreateEndpoint {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(ADDRESS_RULES) private readonly rules: AddressRules,
    private readonly secrets: SigningSecrets,
  ) {}

  /** Throws `invalid_url` and `too_many_endpoints`. */
  async run(
    request: RequestOf<typeof createEndpoint>,
    idempotencyKey: string | null,
  ): Promise<ResponseOf<typeof createEndpoint>> {
    await checkUrl(request.url, this.rules);
    const row = await this.insertOnce(request, idempotencyKey);
    return {
      endpoint: endpointObject(row),
      sealedSecret: await this.secrets.reseal(row.sealed_secret, request.replyTo, createEndpoint.type),
    };
  }

  private async insertOnce(
    request: RequestOf<typeof createEndpoint>,
    idempotencyKey: string | null,
  ): Promise<EndpointRow> {
    const now = new Date();
    const row: EndpointRow = {
      id: newId('whe'),
      store_id: request.storeId,
      livemode: request.livemode,
      url: request.url,
      events: request.events ?? null,
      enabled: true,
      sealed_secret: await this.secrets.create(),
      version: 1,
      created_at: now,
      updated_at: now,
    };
    try {
      return await this.db.transaction(async (tx) => {
        if ((await lockAndCount(tx, request)) >= maxEndpoints) {
          throw new DomainError(
            'too_many_endpoints',
            `A store has at most ${maxEndpoints} endpoints in each mode`,
          );
        }
        return insertEndpoint(tx, row, idempotencyKey);
      });
    } catch (error) {
      const made = isUniqueViolation(error)
        ? await endpointByKey(this.db, request, idempotencyKey)
        : undefined;
      if (!made) throw error;
      return made;
    }
  }
}
