import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { Answers } from '@sixpence/http-server';
import { text, timeline } from '@sixpence/schemas';
import type { z } from 'zod';
import { OperatorGuard } from '../operators/operator.guard.js';
import { ReadTimeline } from './read-timeline.js';

@Controller('v1/invoices')
@UseGuards(OperatorGuard)
export class TimelineController {
  constructor(private readonly readTimeline: ReadTimeline) {}

  @Answers({
    schema: timeline,
    summary: 'All that happened to an invoice, in every service, in order',
    bearer: true,
    problems: ['invoice_not_found'],
  })
  @Get(':id/timeline')
  timeline(@Param('id', { schema: text(60) }) invoiceId: string): Promise<z.output<typeof timeline>> {
    return this.readTimeline.run(invoiceId);
  }
}
