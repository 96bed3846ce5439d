import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import { insertAuditEntry } from './audit.store.js';

/** Who the one operator's token stands for, until operators have names. */
const operator = 'operator';

/** Runs a change that an operator asked for, and writes down what came of it, whether it was done or refused. */
@Injectable()
export class AuditChange {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** `subjectOf` names what was changed, from what the change gave; `asked` is its subject when it was refused. */
  async run<T>(
    change: { action: string; asked: string | null; requestId: string; subjectOf: (result: T) => string },
    work: () => Promise<T>,
  ): Promise<T> {
    const { action, asked, requestId, subjectOf } = change;
    try {
      const result = await work();
      await insertAuditEntry(this.db, {
        operator,
        action,
        subject: subjectOf(result),
        outcome: 'done',
        requestId,
      });
      return result;
    } catch (error) {
      const outcome = error instanceof DomainError ? error.code : 'internal_error';
      await insertAuditEntry(this.db, { operator, action, subject: asked, outcome, requestId });
      throw error;
    }
  }
}
