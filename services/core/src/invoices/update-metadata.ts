import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { InvoiceOwner } from './invoice-owner.js';
import { lockInvoice } from './invoice-state.store.js';
import { updateMetadata } from './invoices.store.js';
import { mergeMetadata } from './merged-metadata.js';

/** Changes the merchant's own notes on an invoice, in any state. */
@Injectable()
export class UpdateMetadata {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `invoice_not_found`, and `invalid_request` when there would be too many keys. What changes nothing makes no version. */
  async run(
    invoiceId: string,
    owner: InvoiceOwner,
    changes: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.db.transaction(async (tx) => {
      const invoice = await lockInvoice(tx, invoiceId);
      if (!invoice || invoice.store_id !== owner.storeId || invoice.livemode !== owner.livemode) {
        throw new DomainError('invoice_not_found', 'There is no such invoice');
      }
      const metadata = mergeMetadata(invoice.metadata, changes);
      if (metadata === invoice.metadata) return;
      await updateMetadata(tx, {
        id: invoice.id,
        metadata,
        version: invoice.version + 1,
        updated_at: new Date(),
      });
    });
  }
}
