import { Controller, Get, Header, Param, Query, UseGuards } from '@nestjs/common';
import { Answers } from '@sixpence/http-server';
import { z } from 'zod';
import { mailboxMessage, mailboxQuery } from './mailbox-message.js';
import { framedMail, listPage, mailPolicy, messagePage, pagePolicy } from './mailbox-page.js';
import { MailboxGuard } from './mailbox.guard.js';
import { ReadMailbox } from './read-mailbox.js';

const HTML = 'text/html; charset=utf-8';
const listOfMessages = z.object({ object: z.literal('list'), data: z.array(mailboxMessage) });

/** The mailbox for a browser, and for programs. */
@Controller()
@UseGuards(MailboxGuard)
export class MailboxController {
  constructor(private readonly mailbox: ReadMailbox) {}

  @Answers({ summary: 'The messages, for a browser', mediaType: 'text/html' })
  @Header('content-type', HTML)
  @Header('content-security-policy', pagePolicy)
  @Get()
  async list(): Promise<string> {
    return listPage(await this.mailbox.newest(100));
  }

  @Answers({ summary: 'A message, for a browser', mediaType: 'text/html', problems: ['not_found'] })
  @Header('content-type', HTML)
  @Header('content-security-policy', pagePolicy)
  @Get('messages/:id')
  async show(@Param('id') id: string): Promise<string> {
    return messagePage(await this.mailbox.message(id));
  }

  @Answers({ summary: 'The mail itself, for its frame', mediaType: 'text/html', problems: ['not_found'] })
  @Header('content-type', HTML)
  @Header('content-security-policy', mailPolicy)
  @Header('x-frame-options', 'SAMEORIGIN')
  @Get('messages/:id/body')
  async body(@Param('id') id: string): Promise<string> {
    return framedMail((await this.mailbox.message(id)).html);
  }

  @Answers({ summary: 'The newest messages', schema: listOfMessages })
  @Get('v1/messages')
  async messages(
    @Query({ schema: mailboxQuery }) { limit }: z.output<typeof mailboxQuery>,
  ): Promise<z.output<typeof listOfMessages>> {
    return { object: 'list', data: await this.mailbox.newest(limit) };
  }
}
