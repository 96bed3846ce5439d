import { Controller, Inject } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { BusContext } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, sendTestPayment, type RequestOf, type ResponseOf } from '@sixpence/schemas';
import { PAYMENTS_OPTIONS, type PaymentsOptions } from '../options.js';
import { payFromDevWallet } from './pay-from-dev-wallet.js';

@Controller()
export class TestPaymentsConsumer {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PAYMENTS_OPTIONS) private readonly options: PaymentsOptions,
  ) {}

  @MessagePattern(sendTestPayment.type)
  async send(
    @Payload() request: RequestOf<typeof sendTestPayment>,
    @Ctx() { idempotencyKey }: BusContext,
  ): Promise<ResponseOf<typeof sendTestPayment>> {
    if (idempotencyKey === null)
      throw new DomainError('invalid_idempotency_key', 'A payment needs an idempotency key');
    return { transaction: await payFromDevWallet(this.db, this.options.chains, request, idempotencyKey) };
  }
}
