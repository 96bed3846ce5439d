import { Module } from '@nestjs/common';
import { IdempotencyConsumer } from './idempotency.consumer.js';
import { SweepAnswers } from './sweep-answers.js';

@Module({ controllers: [IdempotencyConsumer], providers: [SweepAnswers] })
export class IdempotencyModule {}
