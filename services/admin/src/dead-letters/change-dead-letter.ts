import { Inject, Injectable } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import type { RequestOptions } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import { discardDeadLetter, replayDeadLetter } from '@sixpence/schemas';
import type { DeadLetterSummary } from '@sixpence/schemas';
import { updateSummary } from './dead-letters.store.js';
import { ReadDeadLetter } from './read-dead-letter.js';

const requests = { replay: replayDeadLetter, discard: discardDeadLetter };

/** Has the service that parked an event replay or discard it. */
@Injectable()
export class ChangeDeadLetter {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly bus: BusClient,
    private readonly readDeadLetter: ReadDeadLetter,
  ) {}

  /** Throws `dead_letter_not_found`, what the service refuses it with, and what BusClient throws when it does not answer. */
  async run(
    act: keyof typeof requests,
    id: string,
    options: RequestOptions = {},
  ): Promise<DeadLetterSummary> {
    const { group } = await this.readDeadLetter.run(id);
    const summary = await this.bus.request(requests[act](group), { id }, options);
    // The event that tells of it is on its way; who asked looks again at once.
    await updateSummary(this.db, summary);
    return summary;
  }
}
