import { Module } from '@nestjs/common';
import { AuditChange } from '../audit/audit-change.js';
import { ChangeDeadLetter } from './change-dead-letter.js';
import { DeadLettersConsumer } from './dead-letters.consumer.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { ListDeadLetters } from './list-dead-letters.js';
import { ReadDeadLetter } from './read-dead-letter.js';
import { ReplayDeadLetters } from './replay-dead-letters.js';
import { SweepDeadLetters } from './sweep-dead-letters.js';

@Module({
  controllers: [DeadLettersConsumer, DeadLettersController],
  providers: [
    AuditChange,
    ChangeDeadLetter,
    ListDeadLetters,
    ReadDeadLetter,
    ReplayDeadLetters,
    SweepDeadLetters,
  ],
})
export class DeadLettersModule {}
