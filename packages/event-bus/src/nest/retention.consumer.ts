import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DATABASE, Database } from '@sixpence/postgres';
import { scheduleDue } from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { sweepDeadLetters } from '../dead-letters/sweep-dead-letters.js';
import { Outbox } from '../outbox/outbox.js';
import { sweepBus } from '../retention/sweep-bus.js';
import { BUS_OPTIONS } from './bus-options.js';
import type { BusOptions } from './bus-options.js';

/** Each service retires the old rows of its own bus tables when the schedule says so. Doing it twice changes nothing. */
@Controller()
export class RetentionConsumer {
  readonly #db: Database;
  readonly #outbox: Outbox;
  readonly #options: BusOptions;

  constructor(@Inject(DATABASE) db: Database, outbox: Outbox, @Inject(BUS_OPTIONS) options: BusOptions) {
    this.#db = db;
    this.#outbox = outbox;
    this.#options = options;
  }

  @EventPattern(scheduleDue.type)
  async sweep(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule !== 'retention.sweep') return;
    const { service, group, retention } = this.#options;
    await sweepBus(this.#db, retention);
    await sweepDeadLetters({ db: this.#db, outbox: this.#outbox, service, group }, retention?.deadLetterDays);
  }
}
