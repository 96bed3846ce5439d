import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { scheduleDue } from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { SweepReceivedEvents } from './sweep-received-events.js';

/** The events that came from other services are retired when the schedule says so. */
@Controller()
export class ReceivedEventsConsumer {
  constructor(private readonly sweepReceivedEvents: SweepReceivedEvents) {}

  @EventPattern(scheduleDue.type)
  async due(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'retention.sweep') await this.sweepReceivedEvents.run();
  }
}
