import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { CheckoutInvoice } from '@sixpence/schemas';
import { ChainStatuses } from '../chains/chain-statuses.client.js';
import { liveConfirmations } from '../chains/live-confirmations.js';
import { ServedChains } from '../chains/served-chains.provider.js';
import { toInvoice } from '../invoices/invoice-object.js';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import type { PaymentRow } from '../payments/payment-row.js';
import { paymentsOf } from '../payments/payments.store.js';
import { toCheckout } from './checkout-object.js';
import { findCheckout } from './checkout.store.js';
import type { CheckoutRow } from './checkout.store.js';

/** A checkout as it is shown, with the rows it was made from. */
export interface ReadCheckoutResult {
  readonly view: CheckoutInvoice;
  readonly row: CheckoutRow;
  readonly payments: readonly PaymentRow[];
}

/** Reads what the payer's page shows. The invoice's id is all that is needed: it cannot be guessed. */
@Injectable()
export class ReadCheckout {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly statuses: ChainStatuses,
    private readonly chains: ServedChains,
    @Inject(CORE_OPTIONS) private readonly options: CoreOptions,
  ) {}

  /** Throws `invoice_not_found`. */
  async run(invoiceId: string): Promise<ReadCheckoutResult> {
    const row = await findCheckout(this.db, invoiceId);
    if (!row) throw new DomainError('invoice_not_found', 'There is no such invoice');
    const [payments, heads, devChains] = await Promise.all([
      paymentsOf(this.db, [invoiceId]).then((all) => all.get(invoiceId) ?? []),
      this.statuses.heads(),
      this.statuses.devChains(),
    ]);
    const invoice = toInvoice(row, payments, {
      checkoutUrl: this.options.checkoutUrl,
      confirmationsOf: (payment) => liveConfirmations(payment, heads),
    });
    const view = toCheckout(invoice, row, payments, {
      storeName: row.store_name,
      now: new Date(),
      devChains,
      networkOf: (chain) => this.chains.find(chain),
    });
    return { view, row, payments };
  }
}
