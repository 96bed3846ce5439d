import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { DeadLetter } from '@sixpence/schemas';
import { letterOf } from './dead-letter-entry.js';
import { entryById } from './dead-letters.store.js';

/** One dead letter with its event. */
@Injectable()
export class ReadDeadLetter {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `dead_letter_not_found`. */
  async run(id: string): Promise<DeadLetter> {
    const entry = await entryById(this.db, id);
    if (!entry) throw new DomainError('dead_letter_not_found', `There is no dead letter ${id}`);
    return letterOf(entry);
  }
}
