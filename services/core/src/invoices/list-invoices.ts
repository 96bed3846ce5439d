import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, isId } from '@sixpence/schemas';
import type { Invoice, ListInvoicesQuery } from '@sixpence/schemas';
import { firstInvoiceIdAt } from './first-invoice-id.js';
import type { InvoiceOwner } from './invoice-owner.js';
import { listInvoices } from './invoices.store.js';
import { ShowInvoices } from './show-invoices.js';

/** A page of invoices. `nextCursor` is null on the last one. */
export interface InvoicePage {
  readonly object: 'list';
  readonly data: Invoice[];
  readonly nextCursor: string | null;
}

/** An owner's invoices, newest first, page by page. */
@Injectable()
export class ListInvoices {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly showInvoices: ShowInvoices,
  ) {}

  /** Throws `invalid_cursor`. A cursor is the id of the last invoice seen. */
  async run(
    owner: InvoiceOwner,
    { limit, cursor, status, orderId, createdAfter }: ListInvoicesQuery,
  ): Promise<InvoicePage> {
    if (cursor !== undefined && !isId('inv', cursor)) {
      throw new DomainError('invalid_cursor', 'Send the nextCursor of the page before', { field: 'cursor' });
    }
    const at = createdAfter === undefined ? undefined : new Date(createdAfter);
    const rows = await listInvoices(this.db, owner, {
      before: cursor,
      status,
      orderId,
      createdAfter: at && { at, firstId: firstInvoiceIdAt(at) },
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? (page.at(-1)?.id ?? null) : null;
    return { object: 'list', data: await this.showInvoices.run(page), nextCursor };
  }
}
