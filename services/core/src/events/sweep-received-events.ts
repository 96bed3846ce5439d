import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { deleteOldReceivedEvents } from './received-events.store.js';

/** Retires the events of other services that are older than 7 days. Doing it twice changes nothing. */
@Injectable()
export class SweepReceivedEvents {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async run(): Promise<void> {
    await deleteOldReceivedEvents(this.db);
  }
}
