import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { BusContext } from '@sixpence/event-bus';
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  updateEndpoint,
} from '@sixpence/schemas';
import type { RequestOf, ResponseOf, WebhookEndpoint } from '@sixpence/schemas';
import { CreateEndpoint } from './create-endpoint.js';
import { DeleteEndpoint } from './delete-endpoint.js';
import { FindEndpoints } from './find-endpoints.js';
import { UpdateEndpoint } from './update-endpoint.js';

/** Endpoints are managed over the bus; core shows them to merchants. */
@Controller()
export class EndpointsConsumer {
  constructor(
    private readonly createEndpoint: CreateEndpoint,
    private readonly findEndpoints: FindEndpoints,
    private readonly updateEndpoint: UpdateEndpoint,
    private readonly deleteEndpoint: DeleteEndpoint,
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
    return { data: await this.findEndpoints.all(owner) };
  }

  @MessagePattern(getEndpoint.type)
  get(@Payload() request: RequestOf<typeof getEndpoint>): Promise<WebhookEndpoint> {
    return this.findEndpoints.one(request, request.endpointId);
  }

  @MessagePattern(updateEndpoint.type)
  update(@Payload() request: RequestOf<typeof updateEndpoint>): Promise<WebhookEndpoint> {
    return this.updateEndpoint.run(request);
  }

  @MessagePattern(deleteEndpoint.type)
  async delete(
    @Payload() request: RequestOf<typeof deleteEndpoint>,
  ): Promise<ResponseOf<typeof deleteEndpoint>> {
    await this.deleteEndpoint.run(request, request.endpointId);
    return { id: request.endpointId, deleted: true };
  }
}
