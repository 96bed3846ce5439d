import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { Answers } from '@sixpence/http-server';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, text, timeline } from '@sixpence/schemas';
import type { z } from 'zod';
import { OperatorGuard } from '../operators/operator.guard.js';
import { byMoment, summaryOf } from './timeline-entry.js';
import { entriesOf } from './timeline.store.js';

@Controller('v1/invoices')
@UseGuards(OperatorGuard)
export class TimelineController {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  @Answers({
    schema: timeline,
    summary: 'All that happened to an invoice, in every service, in order',
    bearer: true,
    problems: ['invoice_not_found'],
  })
  @Get(':id/timeline')
  async timeline(@Param('id', { schema: text(60) }) invoiceId: string): Promise<z.output<typeof timeline>> {
    const rows = await entriesOf(this.db, invoiceId);
    if (rows.length === 0) throw new DomainError('invoice_not_found', `Nothing is known of ${invoiceId}`);
    const data = rows.toSorted(byMoment).map((row) => ({
      id: row.event_id,
      at: row.at.toISOString(),
      service: row.service,
      type: row.type,
      summary: summaryOf(row),
      sequence: row.sequence,
      data: row.data,
    }));
    return { object: 'timeline', invoiceId, data };
  }
}
