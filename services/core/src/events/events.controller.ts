import { Controller, Get, Query } from '@nestjs/common';
import { Answers } from '@sixpence/http-server';
import { listEventsQuery, pageOf, publicEvent } from '@sixpence/schemas';
import type { z } from 'zod';
import { Asks } from '../api-keys/asks.decorator.js';
import type { Merchant } from '../api-keys/merchant.js';
import { RequireScope } from '../api-keys/require-scope.decorator.js';
import { ListEvents } from './list-events.js';

const eventPage = pageOf(publicEvent);

/** Catching up without webhooks: the same events, with the same ids, in the order in which they became true. */
@Controller('v1/events')
export class EventsController {
  constructor(private readonly listEvents: ListEvents) {}

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
    return { object: 'list', ...(await this.listEvents.run(merchant, after, limit)) };
  }
}
