import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { invoiceEvents, notificationEvents, paymentEvents, webhookEvents } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { followEvent } from './follow-event.js';

const followed = [...invoiceEvents, ...paymentEvents, ...webhookEvents, ...notificationEvents].map(
  ({ type }) => type,
);

/** Copies what happens to invoices, anywhere, into the timeline. */
@Controller()
export class TimelineConsumer {
  constructor(private readonly inbox: Inbox) {}

  @EventPattern(followed)
  async follow(@Payload() event: BusEvent): Promise<void> {
    await this.inbox.once(event, (tx) => followEvent(tx, event));
  }
}
