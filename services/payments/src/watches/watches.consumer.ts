import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { invoiceCreated, type EventOf } from '@sixpence/schemas';
import { recordWatches } from './record-watches.js';

@Controller()
export class WatchesConsumer {
  constructor(private readonly inbox: Inbox) {}

  @EventPattern(invoiceCreated.type)
  async watch(@Payload() event: EventOf<typeof invoiceCreated>): Promise<void> {
    await this.inbox.once(event, (tx) => recordWatches(tx, event.data.object));
  }
}
