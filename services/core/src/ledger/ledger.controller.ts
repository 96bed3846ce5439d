import { Controller, Get, Query } from '@nestjs/common';
import { Answers } from '@sixpence/http-server';
import { journal, listJournalsQuery, pageOf } from '@sixpence/schemas';
import type { z } from 'zod';
import { Asks } from '../api-keys/asks.decorator.js';
import type { Merchant } from '../api-keys/merchant.js';
import { RequireScope } from '../api-keys/require-scope.decorator.js';
import { ListJournals } from './list-journals.js';

const journalPage = pageOf(journal);

/** The books, as merchants may read them. */
@Controller('v1/journals')
export class LedgerController {
  constructor(private readonly listJournals: ListJournals) {}

  @Answers({
    schema: journalPage,
    summary: 'The journals of an invoice, oldest first',
    description:
      'All of them at once. The postings of each sum to zero for each asset; nothing is ever changed, only taken back.',
    bearer: true,
    problems: ['invoice_not_found'],
  })
  @Get()
  @RequireScope('ledger:read')
  async list(
    @Asks() merchant: Merchant,
    @Query({ schema: listJournalsQuery }) { invoice }: z.output<typeof listJournalsQuery>,
  ): Promise<z.output<typeof journalPage>> {
    return { object: 'list', data: await this.listJournals.run(merchant, invoice), nextCursor: null };
  }
}
