import { Body, Controller, Get, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { Answers, idempotencyKey } from '@sixpence/http-server';
import {
  deadLetter,
  deadLetterSummary,
  listDeadLettersQuery,
  pageOf,
  replayDeadLettersBody,
  replayedDeadLetters,
  text,
} from '@sixpence/schemas';
import type { DeadLetter, DeadLetterSummary } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AuditChange } from '../audit/audit-change.js';
import { OperatorGuard } from '../operators/operator.guard.js';
import { ChangeDeadLetter } from './change-dead-letter.js';
import { ListDeadLetters } from './list-dead-letters.js';
import type { DeadLetterPage } from './list-dead-letters.js';
import { ReadDeadLetter } from './read-dead-letter.js';
import { ReplayDeadLetters } from './replay-dead-letters.js';

const id = text(60);

/** What the services could not handle, for the operator to look at and decide. Every decision is written into the audit log. */
@Controller('v1/dead-letters')
@UseGuards(OperatorGuard)
export class DeadLettersController {
  constructor(
    private readonly audit: AuditChange,
    private readonly listDeadLetters: ListDeadLetters,
    private readonly readDeadLetter: ReadDeadLetter,
    private readonly changeDeadLetter: ChangeDeadLetter,
    private readonly replayDeadLetters: ReplayDeadLetters,
  ) {}

  @Answers({
    schema: pageOf(deadLetterSummary),
    summary: 'What could not be handled, the newest first',
    bearer: true,
    problems: ['invalid_cursor'],
  })
  @Get()
  list(
    @Query({ schema: listDeadLettersQuery }) query: z.output<typeof listDeadLettersQuery>,
  ): Promise<DeadLetterPage> {
    return this.listDeadLetters.run(query);
  }

  @Answers({
    schema: deadLetter,
    summary: 'One dead letter, with the event',
    bearer: true,
    problems: ['dead_letter_not_found'],
  })
  @Get(':id')
  read(@Param('id', { schema: id }) letterId: string): Promise<DeadLetter> {
    return this.readDeadLetter.run(letterId);
  }

  @Answers({
    schema: deadLetterSummary,
    summary: 'Have an event handled once more',
    description:
      'What of it had its effect before has none again. A replay that was done already is answered the same.',
    bearer: true,
    problems: [
      'dead_letter_not_found',
      'dead_letter_resolved',
      'dead_letter_busy',
      'dead_letter_failed_again',
      'service_unavailable',
    ],
  })
  @Post(':id/replay')
  replay(
    @Param('id', { schema: id }) letterId: string,
    @Req() request: FastifyRequest,
  ): Promise<DeadLetterSummary> {
    return this.change('replay', letterId, request);
  }

  @Answers({
    schema: deadLetterSummary,
    summary: 'Give an event up for good',
    description: 'Should it come again, it has no effect.',
    bearer: true,
    problems: ['dead_letter_not_found', 'dead_letter_resolved', 'dead_letter_busy', 'service_unavailable'],
  })
  @Post(':id/discard')
  discard(
    @Param('id', { schema: id }) letterId: string,
    @Req() request: FastifyRequest,
  ): Promise<DeadLetterSummary> {
    return this.change('discard', letterId, request);
  }

  @Answers({
    schema: replayedDeadLetters,
    summary: 'Have all parked events handled once more, the oldest first',
    description: 'At most 500 letters and 20 seconds a call: ask again while some remain.',
    bearer: true,
  })
  @Post('replay')
  replayAll(
    @Body({ schema: replayDeadLettersBody }) body: z.output<typeof replayDeadLettersBody>,
    @Req() request: FastifyRequest,
  ): Promise<z.output<typeof replayedDeadLetters>> {
    const named = Object.entries(body).map(([name, value]) => `${name}=${value}`);
    const asked = named.join('&') || 'all';
    const change = { action: 'replay-dead-letters', asked, requestId: request.id, subjectOf: () => asked };
    return this.audit.run(change, () => this.replayDeadLetters.run(body, request.id));
  }

  private change(
    act: 'replay' | 'discard',
    letterId: string,
    request: FastifyRequest,
  ): Promise<DeadLetterSummary> {
    const change = {
      action: `${act}-dead-letter`,
      asked: letterId,
      requestId: request.id,
      subjectOf: () => letterId,
    };
    return this.audit.run(change, () =>
      this.changeDeadLetter.run(act, letterId, { idempotencyKey: idempotencyKey(request) }),
    );
  }
}
