import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DATABASE, Database } from '@sixpence/postgres';
import { scheduleDue } from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { sweepBus } from '../retention/sweep-bus.js';
import { BUS_OPTIONS } from './bus-options.js';
import type { BusOptions } from './bus-options.js';

/** Each service retires the old rows of its own bus tables when the schedule says so. Doing it twice changes nothing. */
@Controller()
export class RetentionConsumer {
  readonly #db: Database;
  readonly #options: BusOptions;

  constructor(@Inject(DATABASE) db: Database, @Inject(BUS_OPTIONS) options: BusOptions) {
    this.#db = db;
    this.#options = options;
  }

  @EventPattern(scheduleDue.type)
  async sweep(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule !== 'retention.sweep') return;
    await sweepBus(this.#db, this.#options.retention);
  }
}
