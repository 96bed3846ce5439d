import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { deleteOldReceivedEvents, stampRestoredEvents } from './received-events.store.js';

/** Looks after the events that came from other services. Doing any of it twice changes nothing. */
@Injectable()
export class KeepReceivedEvents {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Keeps them readable after a restore. */
  async open(): Promise<void> {
    await stampRestoredEvents(this.db);
  }

  /** Retires those that are older than 7 days. */
  async sweep(): Promise<void> {
    await deleteOldReceivedEvents(this.db);
  }
}
