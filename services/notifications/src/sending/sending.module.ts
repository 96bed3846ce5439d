import { Global, Module } from '@nestjs/common';
import { DueBell } from './due-bell.js';
import { SendDueMessages } from './send-due-messages.js';
import { Sending } from './sending.runner.js';

@Global()
@Module({ providers: [DueBell, SendDueMessages, Sending], exports: [DueBell] })
export class SendingModule {}
