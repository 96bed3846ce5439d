import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { scheduleDue } from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { SweepAnswers } from './sweep-answers.js';

/** Old answers are forgotten when the schedule says so. Not through the inbox: to do it twice changes nothing. */
@Controller()
export class IdempotencyConsumer {
  constructor(private readonly sweepAnswers: SweepAnswers) {}

  @EventPattern(scheduleDue.type)
  async due(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'retention.sweep') await this.sweepAnswers.run();
  }
}
