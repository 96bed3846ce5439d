import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import { valueFromCurrency } from '@sixpence/money';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, invoiceCreated, newId } from '@sixpence/schemas';
import type { CreateInvoiceBody, Invoice } from '@sixpence/schemas';
import type { Merchant } from '../api-keys/merchant.js';
import { ServedChains } from '../chains/served-chains.js';
import type { OfferedAsset } from '../chains/served-chains.js';
import { findAnswer } from '../idempotency/idempotency-keys.store.js';
import type { KeyScope } from '../idempotency/idempotency-keys.store.js';
import { requestHash } from '../idempotency/request-hash.js';
import { replay } from '../idempotency/replay.js';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { RateBook } from '../rates/rate-book.js';
import { InvoiceCreation } from './invoice-creation.js';
import { readInvoiceAmount } from './invoice-amount.js';
import { toInvoice } from './invoice-object.js';
import { newInvoiceRow } from './new-invoice.js';
import { priceMethods } from './price-methods.js';
import type { Price } from './price-methods.js';

/** The answer to a creation, and whether it was given before. */
export interface Created {
  readonly invoice: Invoice;
  readonly replayed: boolean;
}

const scope = 'POST /v1/invoices';

/** Makes an invoice: its rates locked, its addresses derived. No other service and no node is on the way. */
@Injectable()
export class CreateInvoice {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(CORE_OPTIONS) private readonly options: CoreOptions,
    private readonly chains: ServedChains,
    private readonly rates: RateBook,
    private readonly creation: InvoiceCreation,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Throws `unknown_currency`, `invalid_amount`, `unknown_asset`, `rate_unavailable`, and `idempotency_key_reused`. A refusal
   * writes nothing.
   */
  async run(merchant: Merchant, body: CreateInvoiceBody, idempotencyKey?: string): Promise<Created> {
    const key = idempotencyKey === undefined ? undefined : { ...merchantOf(merchant), scope, key: idempotencyKey };
    if (!key) return this.#create(merchant, body);
    try {
      return await this.#create(merchant, body, { ...key, requestHash: requestHash(body) });
    } catch (error) {
      // What was answered before is answered again, even when it could not be done any more.
      const given = error instanceof DomainError ? await findAnswer(this.db, key) : undefined;
      if (!given) throw error;
      return { invoice: replay<Invoice>(given, requestHash(body)), replayed: true };
    }
  }

  async #create(merchant: Merchant, body: CreateInvoiceBody, key?: KeyScope & { requestHash: Buffer }): Promise<Created> {
    const amount = readInvoiceAmount(body.amount, body.currency);
    const prices = this.#price(valueFromCurrency(amount.units, amount.decimals), body, merchant);
    const row = newInvoiceRow({ ...merchantOf(merchant), id: newId('inv'), amount, prices, body, now: new Date() });
    const invoice = toInvoice(row, [], { checkoutBaseUrl: this.options.checkoutUrl });
    const event = this.outbox.row({
      definition: invoiceCreated,
      key: row.id,
      version: row.event_sequence,
      storeId: row.store_id,
      livemode: row.livemode,
      data: { object: invoice },
      time: row.created_at,
    });
    const outcome = await this.creation.add({ row, event, key: key && { ...key, answer: JSON.stringify(invoice) } });
    if (outcome === 'created') return { invoice, replayed: false };
    throw new DomainError('idempotency_conflict', 'A request with this idempotency key is still running');
  }

  #price(dueValue: bigint, body: CreateInvoiceBody, merchant: Merchant): Price<OfferedAsset>[] {
    const offers = wanted(this.chains.offers(merchant.wallets, merchant.livemode), body.methods);
    const prices = priceMethods(dueValue, offers, this.rates.locker(body.currency));
    if (prices.length > 0) return prices;
    throw new DomainError('rate_unavailable', 'No method of payment has a fresh rate for this amount and currency');
  }
}

const merchantOf = ({ storeId, livemode }: Merchant) => ({ storeId, livemode });

/** The offers that the invoice names, in its order; all of them when it names none. */
function wanted(offers: readonly OfferedAsset[], methods: CreateInvoiceBody['methods']): readonly OfferedAsset[] {
  if (!methods) return offers;
  const byAsset = new Map(offers.map((offer) => [offer.asset.asset, offer]));
  return [...new Set(methods)].map((asset, index) => {
    const offer = byAsset.get(asset);
    if (offer) return offer;
    throw new DomainError('unknown_asset', `The store takes no ${asset} in this mode`, { field: `methods.${index}` });
  });
}
