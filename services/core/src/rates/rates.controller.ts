import { Controller, Get, Query } from '@nestjs/common';
import { Answers } from '@sixpence/http-server';
import { listRatesQuery, pageOf, rate } from '@sixpence/schemas';
import type { z } from 'zod';
import { Asks } from '../api-keys/asks.decorator.js';
import type { Merchant } from '../api-keys/merchant.js';
import { RequireScope } from '../api-keys/require-scope.decorator.js';
import { ListRates } from './list-rates.js';

const ratePage = pageOf(rate);

/** What coins are worth, as merchants may read it. */
@Controller('v1/rates')
export class RatesController {
  constructor(private readonly listRates: ListRates) {}

  @Answers({
    schema: ratePage,
    summary: 'What the coins of the store are worth now',
    description:
      'All of them at once, with what each rate comes from, or why there is none. An invoice made now would lock these.',
    bearer: true,
    problems: ['unknown_currency'],
  })
  @Get()
  @RequireScope('invoices:read')
  list(
    @Asks() merchant: Merchant,
    @Query({ schema: listRatesQuery }) { currency }: z.output<typeof listRatesQuery>,
  ): z.output<typeof ratePage> {
    return { object: 'list', data: this.listRates.run(merchant, currency), nextCursor: null };
  }
}
