import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { Invoice } from '@sixpence/schemas';
import type { InvoiceOwner } from './invoice-owner.js';
import { findInvoice } from './invoices.store.js';
import { ShowInvoices } from './show-invoices.js';

/** An invoice as it is now, with the confirmations its payments have by now. */
@Injectable()
export class ReadInvoice {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly showInvoices: ShowInvoices,
  ) {}

  /** Throws `invoice_not_found`, also when it is another owner's. */
  async run(invoiceId: string, owner: InvoiceOwner): Promise<Invoice> {
    const row = await findInvoice(this.db, owner, invoiceId);
    const [invoice] = row ? await this.showInvoices.run([row]) : [];
    if (!invoice) throw new DomainError('invoice_not_found', 'There is no such invoice');
    return invoice;
  }
}
