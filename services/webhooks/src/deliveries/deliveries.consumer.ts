import { Controller } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { invoiceEvents, listDeliveries, paymentEvents } from '@sixpence/schemas';
import type { EventOf, RequestOf, ResponseOf } from '@sixpence/schemas';
import { DeliveriesRunner } from './deliveries.runner.js';
import { ListDeliveries } from './list-deliveries.js';
import { recordDeliveries } from './record-deliveries.js';

@Controller()
export class DeliveriesConsumer {
  constructor(
    private readonly inbox: Inbox,
    private readonly listDeliveries: ListDeliveries,
    private readonly runner: DeliveriesRunner,
  ) {}

  @EventPattern(invoiceEvents.map(({ type }) => type))
  onInvoice(@Payload() event: EventOf<(typeof invoiceEvents)[number]>): Promise<void> {
    return this.record(event, event.data.object.id);
  }

  @EventPattern(paymentEvents.map(({ type }) => type))
  onPayment(@Payload() event: EventOf<(typeof paymentEvents)[number]>): Promise<void> {
    return this.record(event, event.data.object.invoiceId);
  }

  @MessagePattern(listDeliveries.type)
  list(@Payload() request: RequestOf<typeof listDeliveries>): Promise<ResponseOf<typeof listDeliveries>> {
    return this.listDeliveries.run(request);
  }

  private async record(event: Parameters<Inbox['once']>[0], invoiceId: string): Promise<void> {
    await this.inbox.once(event, async (tx) => {
      const made = await recordDeliveries(tx, event, invoiceId);
      if (made > 0) tx.txAfterCommit(() => this.runner.wake());
    });
  }
}
