import { Inject, Injectable } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import { sendReceipt } from '@sixpence/schemas';
import type { CheckoutInvoice } from '@sixpence/schemas';
import { toInvoice } from '../invoices/invoice-object.js';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { saveReceiptRequest } from './checkout.store.js';
import { ReadCheckout } from './read-checkout.js';

/**
 * The payer wants the receipt by e-mail. Once for an invoice: the page is open to whoever has the link, and must not become a way to
 * send mail to strangers. Before the settlement the address is kept, and the receipt goes out with the settlement.
 */
@Injectable()
export class RequestReceipt {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly bus: BusClient,
    private readonly readCheckout: ReadCheckout,
    @Inject(CORE_OPTIONS) private readonly options: CoreOptions,
  ) {}

  /** Throws `invoice_not_found`. */
  async run(invoiceId: string, email: string): Promise<CheckoutInvoice> {
    const { view, row, payments } = await this.readCheckout.run(invoiceId);
    if (row.receipt_email_requested_at !== null) return view;
    if (row.status === 'settled') {
      const invoice = toInvoice(row, payments, { checkoutUrl: this.options.checkoutUrl });
      const idempotencyKey = `receipt/${invoiceId}/${email}`;
      await this.bus.request(sendReceipt, { invoice, email }, { idempotencyKey });
    }
    await saveReceiptRequest(this.db, invoiceId, email);
    return (await this.readCheckout.run(invoiceId)).view;
  }
}
