import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { Journal } from '@sixpence/schemas';
import type { InvoiceOwner } from '../invoices/invoice-owner.js';
import { findInvoice } from '../invoices/invoices.store.js';
import { toJournal } from './journal-object.js';
import { journalsOf } from './ledger.store.js';

/** What was booked for an invoice. */
@Injectable()
export class ListJournals {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** The journals, oldest first. Throws `invoice_not_found` when the owner has no such invoice. */
  async run(owner: InvoiceOwner, invoiceId: string): Promise<Journal[]> {
    const row = await findInvoice(this.db, owner, invoiceId);
    if (!row) throw new DomainError('invoice_not_found', 'There is no such invoice', { field: 'invoice' });
    const decimals = new Map(row.methods.map((method) => [method.asset, method.decimals]));
    const journals = (await journalsOf(this.db, [invoiceId])).get(invoiceId) ?? [];
    return journals.map((journal) => toJournal(journal, decimals));
  }
}
