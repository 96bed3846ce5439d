import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import type { Invoice } from '@sixpence/schemas';
import { ChainStatuses } from '../chains/chain-statuses.client.js';
import { liveConfirmations } from '../chains/live-confirmations.js';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { paymentsOf } from '../payments/payments.store.js';
import { toInvoice } from './invoice-object.js';
import type { InvoiceRow } from './invoice-row.js';

/** Makes of rows what the API shows, with all their payments and the confirmations these have by now. */
@Injectable()
export class ShowInvoices {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(CORE_OPTIONS) private readonly options: Pick<CoreOptions, 'checkoutUrl'>,
    private readonly statuses: ChainStatuses,
  ) {}

  /** Payments are read after the rows, so that none is missing that a row counts. */
  async run(rows: readonly InvoiceRow[]): Promise<Invoice[]> {
    if (rows.length === 0) return [];
    const payments = await paymentsOf(
      this.db,
      rows.map(({ id }) => id),
    );
    const heads = payments.size > 0 ? await this.statuses.heads() : new Map<string, number>();
    const context = {
      checkoutUrl: this.options.checkoutUrl,
      confirmationsOf: (payment: Parameters<typeof liveConfirmations>[0]) =>
        liveConfirmations(payment, heads),
    };
    return rows.map((row) => toInvoice(row, payments.get(row.id) ?? [], context));
  }
}
