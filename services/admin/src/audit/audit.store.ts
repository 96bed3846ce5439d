import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';

/** One thing that an operator did, or was refused. */
export interface AuditEntry {
  readonly operator: string;
  readonly action: string;
  readonly subject: string | null;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
  readonly requestId: string;
}

export async function insertAuditEntry(db: Queries, entry: AuditEntry): Promise<void> {
  await db.execute(sql`
    insert into audit_entries (operator, action, subject, outcome, request_id)
    values (${entry.operator}, ${entry.action}, ${entry.subject}, ${entry.outcome}, ${entry.requestId})`);
}
