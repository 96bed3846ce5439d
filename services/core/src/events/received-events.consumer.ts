import { Controller, Inject } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DATABASE, Database } from '@sixpence/postgres';
import { scheduleDue } from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { deleteOldReceivedEvents, stampRestoredEvents } from './received-events.store.js';

/** Keeps the received events readable after a restore, and retires old ones. Doing either twice changes nothing. */
@Controller()
export class ReceivedEventsConsumer implements OnApplicationBootstrap {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async onApplicationBootstrap(): Promise<void> {
    await stampRestoredEvents(this.db);
  }

  @EventPattern(scheduleDue.type)
  async due(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'retention.sweep') await deleteOldReceivedEvents(this.db);
  }
}
