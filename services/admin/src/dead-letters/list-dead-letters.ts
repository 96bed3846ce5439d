import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, isId } from '@sixpence/schemas';
import type { DeadLetterSummary, listDeadLettersQuery } from '@sixpence/schemas';
import type { z } from 'zod';
import { newestSummaries } from './dead-letters.store.js';

/** A page of dead letters. `nextCursor` is null on the last one. */
export interface DeadLetterPage {
  readonly object: 'list';
  readonly data: DeadLetterSummary[];
  readonly nextCursor: string | null;
}

/** What the services could not handle, the newest first, page by page, without the events. */
@Injectable()
export class ListDeadLetters {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `invalid_cursor`. A cursor is the id of the last letter seen. */
  async run({ limit, cursor, ...filter }: z.output<typeof listDeadLettersQuery>): Promise<DeadLetterPage> {
    if (cursor !== undefined && !isId('dlq', cursor)) {
      throw new DomainError('invalid_cursor', 'Send the nextCursor of the page before', { field: 'cursor' });
    }
    const found = await newestSummaries(this.db, filter, { before: cursor, limit: limit + 1 });
    const data = found.slice(0, limit);
    return { object: 'list', data, nextCursor: found.length > limit ? (data.at(-1)?.id ?? null) : null };
  }
}
