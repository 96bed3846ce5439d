import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { deadLetterEvents, scheduleDue } from '@sixpence/schemas';
import type { BusEvent, DeadLetter, EventOf } from '@sixpence/schemas';
import { followDeadLetter } from './follow-dead-letter.js';
import { SweepDeadLetters } from './sweep-dead-letters.js';

/** Copies what the services could not handle, and lets go of what was decided long ago. */
@Controller()
export class DeadLettersConsumer {
  constructor(
    private readonly inbox: Inbox,
    private readonly sweepDeadLetters: SweepDeadLetters,
  ) {}

  @EventPattern(deadLetterEvents.map(({ type }) => type))
  async follow(@Payload() event: BusEvent<{ object: DeadLetter }>): Promise<void> {
    await this.inbox.once(event, (tx) => followDeadLetter(tx, event.data.object));
  }

  @EventPattern(scheduleDue.type)
  async due(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'retention.sweep') await this.sweepDeadLetters.run();
  }
}
