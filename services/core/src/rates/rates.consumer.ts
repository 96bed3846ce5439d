import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { scheduleDue } from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { RefreshRates } from './refresh-rates.js';

/** Rates are refreshed when the schedule says so. Not through the inbox: to ask twice changes nothing. */
@Controller()
export class RatesConsumer {
  constructor(private readonly refreshRates: RefreshRates) {}

  @EventPattern(scheduleDue.type)
  async due(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'rates.refresh') await this.refreshRates.run();
  }
}
