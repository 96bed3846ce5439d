import { Controller, Inject } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import { invoiceEvents, listDeliveries, paymentEvents } from '@sixpence/schemas';
import type { EventOf, RequestOf, ResponseOf } from '@sixpence/schemas';
import { DeliveriesRunner } from './deliveries.runner.js';
import { deliveriesOf } from './deliveries.store.js';
import { deliveryObject } from './delivery.js';
import { recordDeliveries } from './record-deliveries.js';

@Controller()
export class DeliveriesConsumer {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly inbox: Inbox,
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
  async list(@Payload() request: RequestOf<typeof listDeliveries>): Promise<ResponseOf<typeof listDeliveries>> {
    const { limit, cursor } = request;
    const rows = await deliveriesOf(this.db, request, request, { before: cursor, limit: limit + 1 });
    const data = rows.slice(0, limit).map(deliveryObject);
    return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
  }

  private async record(event: Parameters<Inbox['once']>[0], invoiceId: string): Promise<void> {
    await this.inbox.once(event, async (tx) => {
      const made = await recordDeliveries(tx, event, invoiceId);
      if (made > 0) tx.txAfterCommit(() => this.runner.wake());
    });
  }
}
