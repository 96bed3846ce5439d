import { timestamp } from '@sixpence/schemas';
import { z } from 'zod';
import { messageKinds } from '../messages/message.js';

/** A message as the mailbox shows it. */
export const mailboxMessage = z
  .object({
    id: z.string(),
    object: z.literal('message'),
    kind: z.enum(messageKinds),
    invoiceId: z.string(),
    storeId: z.string(),
    livemode: z.boolean(),
    status: z.enum(['due', 'sent', 'failed']),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'MailboxMessage' });

export type MailboxMessage = z.output<typeof mailboxMessage>;

/** The newest messages, as many as `limit` says. */
export const mailboxQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(100) });
