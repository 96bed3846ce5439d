import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { BusContext } from '@sixpence/event-bus';
import { createStore, listStores, updateStore } from '@sixpence/schemas';
import type { RequestOf, ResponseOf, Store } from '@sixpence/schemas';
import { CreateStore } from './create-store.js';
import { ListStores } from './list-stores.js';
import { UpdateStore } from './update-store.js';

/** Stores are managed over the bus: the operator's service `admin` asks. */
@Controller()
export class StoresConsumer {
  constructor(
    private readonly createOne: CreateStore,
    private readonly listAll: ListStores,
    private readonly updateOne: UpdateStore,
  ) {}

  @MessagePattern(createStore.type)
  create(
    @Payload() request: RequestOf<typeof createStore>,
    @Ctx() { idempotencyKey }: BusContext,
  ): Promise<Store> {
    return this.createOne.run(request, idempotencyKey ?? undefined);
  }

  @MessagePattern(updateStore.type)
  update(
    @Payload() request: RequestOf<typeof updateStore>,
    @Ctx() { idempotencyKey }: BusContext,
  ): Promise<Store> {
    return this.updateOne.run(request, idempotencyKey ?? undefined);
  }

  @MessagePattern(listStores.type)
  list(@Payload() request: RequestOf<typeof listStores>): Promise<ResponseOf<typeof listStores>> {
    return this.listAll.run(request);
  }
}
