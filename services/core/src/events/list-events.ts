import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, toPublicEvent } from '@sixpence/schemas';
import type { PublicEvent } from '@sixpence/schemas';
import type { Merchant } from '../api-keys/merchant.js';
import { eventsAfter, positionOf } from './events.store.js';

/** A page of events, and where the next one begins. */
export interface EventPage {
  readonly data: PublicEvent[];
  readonly nextCursor: string | null;
}

/** The events of a merchant after one that they know, oldest first. */
@Injectable()
export class ListEvents {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `event_not_found` when `after` is none of theirs, or is no longer kept. */
  async run(merchant: Merchant, after: string | undefined, limit: number): Promise<EventPage> {
    const position = after === undefined ? undefined : await positionOf(this.db, merchant, after);
    if (after !== undefined && !position) {
      throw new DomainError('event_not_found', 'There is no such event, or it is no longer kept', {
        field: 'after',
      });
    }
    const events = await eventsAfter(this.db, merchant, position, limit + 1);
    const data = events.slice(0, limit).map(toPublicEvent);
    return { data, nextCursor: events.length > limit ? (data.at(-1)?.id ?? null) : null };
  }
}
