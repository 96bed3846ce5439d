import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req, UseGuards } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { Answers, idempotencyKey } from '@sixpence/http-server';
import {
  apiKey,
  createApiKeyBody,
  createStore,
  createStoreBody,
  listApiKeys,
  listStores,
  pageOf,
  pageQuery,
  revokeApiKey,
  store,
  text,
  updateStore,
  updateStoreBody,
} from '@sixpence/schemas';
import type { ApiKey, Store } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AuditChange } from '../audit/audit-change.js';
import { OperatorGuard } from '../operators/operator.guard.js';
import { CreateKey } from './create-key.js';
import type { ShownApiKey } from './create-key.js';

const shownApiKey = apiKey
  .extend({ secret: z.string().nullable().describe('Shown this once; null when a request is repeated') })
  .meta({ id: 'NewApiKey' });
const id = text(60);

interface Page<T> {
  readonly object: 'list';
  readonly data: T[];
  readonly nextCursor: string | null;
}

/** The operator's stores and keys. Core owns them; every change is written into the audit log. */
@Controller('v1/stores')
@UseGuards(OperatorGuard)
export class StoresController {
  constructor(
    private readonly bus: BusClient,
    private readonly audit: AuditChange,
    private readonly createKey: CreateKey,
  ) {}

  @Answers({
    status: 201,
    schema: store,
    summary: 'Make a store',
    bearer: true,
    problems: ['unknown_chain', 'invalid_address'],
  })
  @Post()
  create(
    @Body({ schema: createStoreBody }) body: z.output<typeof createStoreBody>,
    @Req() request: FastifyRequest,
  ): Promise<Store> {
    const change = {
      action: 'create-store',
      asked: null,
      requestId: request.id,
      subjectOf: (made: Store) => made.id,
    };
    return this.audit.run(change, () =>
      this.bus.request(createStore, body, { idempotencyKey: idempotencyKey(request) }),
    );
  }

  @Answers({
    schema: store,
    summary: 'Change a store',
    description:
      'What is not named stays as it is. New invoices know of it within 5 s; those that are made keep their rates.',
    bearer: true,
    problems: ['store_not_found'],
  })
  @Patch(':id')
  update(
    @Param('id', { schema: id }) storeId: string,
    @Body({ schema: updateStoreBody }) body: z.output<typeof updateStoreBody>,
    @Req() request: FastifyRequest,
  ): Promise<Store> {
    const subjectOf = (updated: Store) => updated.id;
    const change = { action: 'update-store', asked: storeId, requestId: request.id, subjectOf };
    return this.audit.run(change, () =>
      this.bus.request(updateStore, { ...body, storeId }, { idempotencyKey: idempotencyKey(request) }),
    );
  }

  @Answers({ schema: pageOf(store), summary: 'The stores, the newest first', bearer: true })
  @Get()
  async list(@Query({ schema: pageQuery }) query: z.output<typeof pageQuery>): Promise<Page<Store>> {
    return { object: 'list', ...(await this.bus.request(listStores, query)) };
  }

  @Answers({
    status: 201,
    schema: shownApiKey,
    summary: 'Make an API key of a store',
    description: 'The secret is shown this once; only its hash is kept.',
    bearer: true,
    problems: ['store_not_found'],
  })
  @Post(':id/api-keys')
  createApiKey(
    @Param('id', { schema: id }) storeId: string,
    @Body({ schema: createApiKeyBody }) body: z.output<typeof createApiKeyBody>,
    @Req() request: FastifyRequest,
  ): Promise<ShownApiKey> {
    const subjectOf = (made: ShownApiKey) => made.id;
    const change = { action: 'create-api-key', asked: storeId, requestId: request.id, subjectOf };
    return this.audit.run(change, () => this.createKey.run({ ...body, storeId }, idempotencyKey(request)));
  }

  @Answers({
    schema: pageOf(apiKey),
    summary: 'The API keys of a store',
    bearer: true,
    problems: ['store_not_found'],
  })
  @Get(':id/api-keys')
  async apiKeys(@Param('id', { schema: id }) storeId: string): Promise<Page<ApiKey>> {
    const { data } = await this.bus.request(listApiKeys, { storeId });
    return { object: 'list', data, nextCursor: null };
  }

  @Answers({ schema: apiKey, summary: 'Revoke an API key', bearer: true, problems: ['api_key_not_found'] })
  @Delete(':id/api-keys/:keyId')
  revoke(
    @Param('id', { schema: id }) storeId: string,
    @Param('keyId', { schema: id }) apiKeyId: string,
    @Req() request: FastifyRequest,
  ): Promise<ApiKey> {
    const subjectOf = (revoked: ApiKey) => revoked.id;
    const change = { action: 'revoke-api-key', asked: apiKeyId, requestId: request.id, subjectOf };
    return this.audit.run(change, () =>
      this.bus.request(revokeApiKey, { storeId, apiKeyId }, { idempotencyKey: idempotencyKey(request) }),
    );
  }
}
