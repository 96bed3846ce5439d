import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { invoiceEvents, notificationEvents, paymentEvents, webhookEvents } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { followEvents } from './follow-events.js';

const followed = [...invoiceEvents, ...paymentEvents, ...webhookEvents, ...notificationEvents].map(
  ({ type }) => type,
);

/** Copies what happens to invoices, anywhere, into the timeline. */
@Controller()
export class TimelineConsumer {
  constructor(private readonly inbox: Inbox) {}

  @EventPattern(followed, { batch: true })
  async follow(@Payload() events: BusEvent[]): Promise<void> {
    await this.inbox.onceEach(events, followEvents);
  }
}
