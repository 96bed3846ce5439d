import { Controller, Inject } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { BusContext } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import {
  createEndpoint,
  deleteEndpoint,
  DomainError,
  getEndpoint,
  listEndpoints,
  updateEndpoint,
} from '@sixpence/schemas';
import type { RequestOf, ResponseOf, WebhookEndpoint } from '@sixpence/schemas';
import { ADDRESS_RULES } from '../addresses/address-rules.js';
import { checkUrl } from '../addresses/check-url.js';
import type { AddressRules } from '../addresses/checked-lookup.js';
import { CreateEndpoint } from './create-endpoint.js';
import { endpointObject } from './endpoint.js';
import type { EndpointRow } from './endpoint.js';
import * as endpoints from './endpoints.store.js';

/** Endpoints are managed over the bus; core shows them to merchants. */
@Controller()
export class EndpointsConsumer {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(ADDRESS_RULES) private readonly rules: AddressRules,
    private readonly createEndpoint: CreateEndpoint,
  ) {}

  @MessagePattern(createEndpoint.type)
  create(
    @Payload() request: RequestOf<typeof createEndpoint>,
    @Ctx() { idempotencyKey }: BusContext,
  ): Promise<ResponseOf<typeof createEndpoint>> {
    return this.createEndpoint.run(request, idempotencyKey);
  }

  @MessagePattern(listEndpoints.type)
  async list(@Payload() owner: RequestOf<typeof listEndpoints>): Promise<ResponseOf<typeof listEndpoints>> {
    return { data: (await endpoints.endpointsOf(this.db, owner)).map(endpointObject) };
  }

  @MessagePattern(getEndpoint.type)
  async get(@Payload() request: RequestOf<typeof getEndpoint>): Promise<WebhookEndpoint> {
    return found(await endpoints.endpointOf(this.db, request, request.endpointId), request.endpointId);
  }

  @MessagePattern(updateEndpoint.type)
  async update(@Payload() request: RequestOf<typeof updateEndpoint>): Promise<WebhookEndpoint> {
    if (request.url !== undefined) await checkUrl(request.url, this.rules);
    return found(await endpoints.updateEndpoint(this.db, request, request.endpointId, request), request.endpointId);
  }

  @MessagePattern(deleteEndpoint.type)
  async delete(@Payload() request: RequestOf<typeof deleteEndpoint>): Promise<ResponseOf<typeof deleteEndpoint>> {
    const deleted = await endpoints.deleteEndpoint(this.db, request, request.endpointId);
    if (deleted === 0) throw unknown(request.endpointId);
    return { id: request.endpointId, deleted: true };
  }
}

const unknown = (id: string) => new DomainError('endpoint_not_found', `There is no endpoint ${id}`);

function found(row: EndpointRow | undefined, id: string): WebhookEndpoint {
  if (!row) throw unknown(id);
  return endpointObject(row);
}
