import { Module } from '@nestjs/common';
import { MailboxController } from './mailbox.controller.js';
import { ReadMailbox } from './read-mailbox.js';

@Module({ controllers: [MailboxController], providers: [ReadMailbox] })
export class MailboxModule {}
