import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { deleteStaleAnswers } from './idempotency-keys.store.js';

const rowsPerStatement = 5_000;
/** The rest waits for the next time, so that one run stays short. */
const maxStatements = 200;

/** Forgets answers that are no longer given again, in small statements. */
@Injectable()
export class SweepAnswers {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async run(): Promise<void> {
    for (let statements = 0; statements < maxStatements; statements += 1) {
      if ((await deleteStaleAnswers(this.db, rowsPerStatement)) === 0) return;
    }
  }
}
