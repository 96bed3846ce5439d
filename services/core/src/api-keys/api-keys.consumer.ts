import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { BusContext } from '@sixpence/event-bus';
import { createApiKey, listApiKeys, revokeApiKey } from '@sixpence/schemas';
import type { ApiKey, RequestOf, ResponseOf } from '@sixpence/schemas';
import { CreateApiKey } from './create-api-key.js';
import { ListApiKeys } from './list-api-keys.js';
import { RevokeApiKey } from './revoke-api-key.js';

/** Keys are managed over the bus: the operator's service `admin` asks. */
@Controller()
export class ApiKeysConsumer {
  constructor(
    private readonly createKey: CreateApiKey,
    private readonly listKeys: ListApiKeys,
    private readonly revokeKey: RevokeApiKey,
  ) {}

  @MessagePattern(createApiKey.type)
  create(
    @Payload() request: RequestOf<typeof createApiKey>,
    @Ctx() { idempotencyKey }: BusContext,
  ): Promise<ResponseOf<typeof createApiKey>> {
    return this.createKey.run(request, idempotencyKey ?? undefined);
  }

  @MessagePattern(listApiKeys.type)
  list(@Payload() request: RequestOf<typeof listApiKeys>): Promise<ResponseOf<typeof listApiKeys>> {
    return this.listKeys.run(request);
  }

  @MessagePattern(revokeApiKey.type)
  revoke(@Payload() request: RequestOf<typeof revokeApiKey>): Promise<ApiKey> {
    return this.revokeKey.run(request);
  }
}
