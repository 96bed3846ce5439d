import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { deleteResolvedEntries } from './dead-letters.store.js';

/** As long as the services keep theirs. */
const keptDays = 30;
const rowsPerStatement = 500;
const maxStatements = 200;

/** Lets go of what was resolved long ago. What is parked stays until an operator decides. */
@Injectable()
export class SweepDeadLetters {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async run(): Promise<void> {
    for (let statements = 0; statements < maxStatements; statements += 1) {
      if ((await deleteResolvedEntries(this.db, keptDays, rowsPerStatement)) < rowsPerStatement) return;
    }
  }
}
