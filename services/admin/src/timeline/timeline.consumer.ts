import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { invoiceEvents, notificationEvents, paymentEvents, webhookEvents } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { timelineRow } from './timeline-entry.js';
import { insertEntry } from './timeline.store.js';

const followed = [...invoiceEvents, ...paymentEvents, ...webhookEvents, ...notificationEvents].map(({ type }) => type);

/** Copies what happens to invoices, anywhere, into the timeline. */
@Controller()
export class TimelineConsumer {
  constructor(private readonly inbox: Inbox) {}

  @EventPattern(followed)
  async follow(@Payload() event: BusEvent): Promise<void> {
    const row = timelineRow(event);
    if (row) await this.inbox.once(event, (tx) => insertEntry(tx, row));
  }
}
