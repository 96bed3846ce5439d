import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { Answers, idempotencyKey } from '@sixpence/http-server';
import {
  createEndpointBody,
  deleteEndpoint,
  getEndpoint,
  listDeliveries,
  listDeliveriesQuery,
  listEndpoints,
  pageOf,
  text,
  updateEndpoint,
  updateEndpointBody,
  webhookDelivery,
  webhookEndpoint,
} from '@sixpence/schemas';
import type { ResponseOf, WebhookEndpoint } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Asks } from '../api-keys/asks.decorator.js';
import type { Merchant } from '../api-keys/merchant.js';
import { RequireScope } from '../api-keys/require-scope.decorator.js';
import { CreateWebhookEndpoint } from './create-webhook-endpoint.js';
import type { ShownEndpoint } from './create-webhook-endpoint.js';

const id = text(60);
const shownEndpoint = webhookEndpoint
  .extend({ secret: z.string().describe('Signs every delivery (Standard Webhooks). Shown this once') })
  .meta({ id: 'NewWebhookEndpoint' });
const endpointPage = pageOf(webhookEndpoint);
const deliveryPage = pageOf(webhookDelivery);

/** Where merchants want to be told. `webhooks` owns the endpoints: this is their face, over the bus. */
@Controller('v1')
export class WebhookEndpointsController {
  constructor(
    private readonly bus: BusClient,
    private readonly createEndpoint: CreateWebhookEndpoint,
  ) {}

  @Answers({
    status: 201,
    schema: shownEndpoint,
    summary: 'Make a webhook endpoint',
    description: 'It is told of all events when none are named.',
    bearer: true,
    problems: ['invalid_url', 'too_many_endpoints', 'service_unavailable'],
  })
  @Post('webhook-endpoints')
  @RequireScope('webhooks:write')
  create(
    @Asks() merchant: Merchant,
    @Body({ schema: createEndpointBody }) body: z.output<typeof createEndpointBody>,
    @Req() request: FastifyRequest,
  ): Promise<ShownEndpoint> {
    return this.createEndpoint.run(merchant, body, idempotencyKey(request));
  }

  @Answers({ schema: endpointPage, summary: 'The webhook endpoints', bearer: true })
  @Get('webhook-endpoints')
  @RequireScope('webhooks:read')
  async list(@Asks() { storeId, livemode }: Merchant): Promise<z.output<typeof endpointPage>> {
    const { data } = await this.bus.request(listEndpoints, { storeId, livemode });
    return { object: 'list', data, nextCursor: null };
  }

  @Answers({
    schema: webhookEndpoint,
    summary: 'One webhook endpoint',
    bearer: true,
    problems: ['endpoint_not_found'],
  })
  @Get('webhook-endpoints/:id')
  @RequireScope('webhooks:read')
  get(
    @Asks() { storeId, livemode }: Merchant,
    @Param('id', { schema: id }) endpointId: string,
  ): Promise<WebhookEndpoint> {
    return this.bus.request(getEndpoint, { storeId, livemode, endpointId });
  }

  @Answers({
    schema: webhookEndpoint,
    summary: 'Change a webhook endpoint',
    bearer: true,
    problems: ['endpoint_not_found', 'invalid_url'],
  })
  @Patch('webhook-endpoints/:id')
  @RequireScope('webhooks:write')
  update(
    @Asks() { storeId, livemode }: Merchant,
    @Param('id', { schema: id }) endpointId: string,
    @Body({ schema: updateEndpointBody }) body: z.output<typeof updateEndpointBody>,
  ): Promise<WebhookEndpoint> {
    return this.bus.request(updateEndpoint, { ...body, storeId, livemode, endpointId });
  }

  @Answers({
    schema: deleteEndpoint.response,
    summary: 'Delete a webhook endpoint, and what is still on its way there',
    bearer: true,
    problems: ['endpoint_not_found'],
  })
  @Delete('webhook-endpoints/:id')
  @RequireScope('webhooks:write')
  delete(
    @Asks() { storeId, livemode }: Merchant,
    @Param('id', { schema: id }) endpointId: string,
  ): Promise<ResponseOf<typeof deleteEndpoint>> {
    return this.bus.request(deleteEndpoint, { storeId, livemode, endpointId });
  }

  @Answers({
    schema: deliveryPage,
    summary: 'What was sent to the endpoints, the newest first',
    bearer: true,
  })
  @Get('webhook-deliveries')
  @RequireScope('webhooks:read')
  async deliveries(
    @Asks() { storeId, livemode }: Merchant,
    @Query({ schema: listDeliveriesQuery }) query: z.output<typeof listDeliveriesQuery>,
  ): Promise<z.output<typeof deliveryPage>> {
    const { endpoint: endpointId, event: eventId, invoice: invoiceId, limit, cursor } = query;
    const request = { storeId, livemode, endpointId, eventId, invoiceId, limit, cursor };
    return { object: 'list', ...(await this.bus.request(listDeliveries, request)) };
  }
}
