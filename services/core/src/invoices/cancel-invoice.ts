import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { Invoice } from '@sixpence/schemas';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { ChangeInvoice } from './change-invoice.js';
import { toInvoice } from './invoice-object.js';
import type { InvoiceOwner } from './invoice-owner.js';
import { lockInvoice } from './invoice-state.store.js';

/** Ends an invoice that nobody has paid anything on. */
@Injectable()
export class CancelInvoice {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly changeInvoice: ChangeInvoice,
    @Inject(CORE_OPTIONS) private readonly options: Pick<CoreOptions, 'checkoutUrl'>,
  ) {}

  /** Throws `invoice_not_found` (also when it is another owner's) or `invoice_not_cancelable`. */
  async run(invoiceId: string, owner?: InvoiceOwner): Promise<Invoice> {
    return this.db.transaction(async (tx) => {
      const invoice = await lockInvoice(tx, invoiceId);
      if (
        !invoice ||
        (owner && (invoice.store_id !== owner.storeId || invoice.livemode !== owner.livemode))
      ) {
        throw new DomainError('invoice_not_found', 'There is no such invoice');
      }
      if (invoice.status !== 'new' || BigInt(invoice.paid_value) > 0n) {
        throw new DomainError(
          'invoice_not_cancelable',
          'Only an open invoice on which nothing was paid can be canceled',
        );
      }
      const now = new Date();
      const [changed] = await this.changeInvoice.change(tx, [invoice], { canceledAt: now }, now);
      if (!changed) throw new Error(`The invoice ${invoiceId} was not changed`);
      return toInvoice(changed.row, changed.payments, { checkoutUrl: this.options.checkoutUrl });
    });
  }
}
