import { Controller } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { scheduleDue } from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { KeepReceivedEvents } from './keep-received-events.js';

/** When the events that came from other services are looked after: at the start, and when the schedule says so. */
@Controller()
export class ReceivedEventsConsumer implements OnApplicationBootstrap {
  constructor(private readonly receivedEvents: KeepReceivedEvents) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.receivedEvents.open();
  }

  @EventPattern(scheduleDue.type)
  async due(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'retention.sweep') await this.receivedEvents.sweep();
  }
}
