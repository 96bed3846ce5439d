import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Answers } from '@sixpence/http-server';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, listEventsQuery, pageOf, publicEvent, toPublicEvent } from '@sixpence/schemas';
import type { z } from 'zod';
import { Asks } from '../api-keys/asks.decorator.js';
import type { Merchant } from '../api-keys/merchant.js';
import { RequireScope } from '../api-keys/require-scope.decorator.js';
import { eventsAfter, positionOf } from './events.store.js';

const eventPage = pageOf(publicEvent);

/** Catching up without webhooks: the same events, with the same ids, in the order in which they became true. */
@Controller('v1/events')
export class EventsController {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  @Answers({
    schema: eventPage,
    summary: 'The events after one, oldest first',
    description:
      'Begin without `after`, then ask with the id of the newest event you have. Events are kept for 7 days. `nextCursor` is the ' +
      '`after` of the next page, or null when there is no more yet.',
    bearer: true,
    problems: ['event_not_found'],
  })
  @Get()
  @RequireScope('events:read')
  async list(
    @Asks() merchant: Merchant,
    @Query({ schema: listEventsQuery }) { after, limit }: z.output<typeof listEventsQuery>,
  ): Promise<z.output<typeof eventPage>> {
    const position = after === undefined ? undefined : await positionOf(this.db, merchant, after);
    if (after !== undefined && !position) {
      throw new DomainError('event_not_found', 'There is no such event, or it is no longer kept', { field: 'after' });
    }
    const events = await eventsAfter(this.db, merchant, position, limit + 1);
    const data = events.slice(0, limit).map(toPublicEvent);
    return { object: 'list', data, nextCursor: events.length > limit ? (data.at(-1)?.id ?? null) : null };
  }
}
