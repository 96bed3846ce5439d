import { sql } from '@sixpence/postgres';
import type { Queries, Sql } from '@sixpence/postgres';
import type { MailboxMessage } from './mailbox-message.js';

type MessageRow = Omit<MailboxMessage, 'object' | 'createdAt'> & { readonly createdAt: Date };

const columns = sql`
  id, kind, invoice_id as "invoiceId", store_id as "storeId", livemode, status, recipient as "to",
  subject, body_text as "text", body_html as "html", created_at as "createdAt"`;

/** The newest messages, newest first. */
export const newestMessages = (db: Queries, limit: number): Promise<MailboxMessage[]> =>
  read(db, sql`select ${columns} from messages order by created_at desc, id desc limit ${limit}`);

/** One message, or undefined. */
export const messageById = async (db: Queries, id: string): Promise<MailboxMessage | undefined> =>
  (await read(db, sql`select ${columns} from messages where id = ${id}`))[0];

async function read(db: Queries, query: Sql): Promise<MailboxMessage[]> {
  const rows = await db.query<MessageRow>(query);
  return rows.map((row) => ({ ...row, object: 'message', createdAt: row.createdAt.toISOString() }));
}
