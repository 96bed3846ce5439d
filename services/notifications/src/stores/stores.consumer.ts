import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { storeCreated, storeUpdated, type EventOf } from '@sixpence/schemas';
import { DueBell } from '../sending/due-bell.js';
import { keepStore } from './keep-store.js';

/** Follows the stores, for their names and the addresses of their merchants. */
@Controller()
export class StoresConsumer {
  constructor(
    private readonly inbox: Inbox,
    private readonly bell: DueBell,
  ) {}

  @EventPattern(storeCreated.type)
  created(@Payload() event: EventOf<typeof storeCreated>): Promise<void> {
    return this.keep(event);
  }

  @EventPattern(storeUpdated.type)
  updated(@Payload() event: EventOf<typeof storeUpdated>): Promise<void> {
    return this.keep(event);
  }

  private async keep(event: EventOf<typeof storeCreated>): Promise<void> {
    await this.inbox.once(event, (tx) => keepStore(tx, event.data.object));
    this.bell.ring();
  }
}
