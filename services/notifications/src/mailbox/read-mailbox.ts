import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { MailboxMessage } from './mailbox-message.js';
import { messageById, newestMessages } from './mailbox.store.js';

/** What was written to whom, where no mail server took it away. */
@Injectable()
export class ReadMailbox {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  newest(limit: number): Promise<MailboxMessage[]> {
    return newestMessages(this.db, limit);
  }

  /** Throws not_found. */
  async message(id: string): Promise<MailboxMessage> {
    const message = await messageById(this.db, id);
    if (message === undefined)
      throw new DomainError('not_found', 'There is no such message', { field: 'id' });
    return message;
  }
}
