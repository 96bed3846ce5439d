import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import { valueFromCurrency } from '@sixpence/money';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError, invoiceCreated, newId } from '@sixpence/schemas';
import type { CreateInvoiceBody } from '@sixpence/schemas';
import type { Merchant } from '../api-keys/merchant.js';
import { ServedChains } from '../chains/served-chains.provider.js';
import type { OfferedAsset } from '../chains/offered-asset.js';
import { findAnswer } from '../idempotency/idempotency-keys.store.js';
import { requestHash } from '../idempotency/request-hash.js';
import { shareAnswers } from '../idempotency/share-answers.js';
import type { KeyedRequest } from '../idempotency/share-answers.js';
import { replay } from '../idempotency/stored-answer.js';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { lockedRate } from '../rates/locked-rate.js';
import { RateBook } from '../rates/rate-book.provider.js';
import { readInvoiceAmount } from './invoice-amount.js';
import type { InvoiceAmount } from './invoice-amount.js';
import { toInvoice } from './invoice-object.js';
import { newInvoiceRow } from './new-invoice.js';
import { chosenOffers } from './offers.js';
import { priceMethods } from './price-methods.js';
import type { Price } from './price-methods.js';
import { WriteInvoices } from './write-invoices.js';

const scope = 'POST /v1/invoices';

/** Makes an invoice: its rates locked, its addresses derived. No other service and no node is on the way. */
@Injectable()
export class CreateInvoice {
  readonly #shareAnswers = shareAnswers();

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(CORE_OPTIONS) private readonly options: CoreOptions,
    private readonly chains: ServedChains,
    private readonly rates: RateBook,
    private readonly writeInvoices: WriteInvoices,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Gives the new invoice as the JSON text of the API, which is also what a repeated request gets. Throws `unknown_currency`,
   * `invalid_amount`, `unknown_asset`, `rate_unavailable` and `idempotency_key_reused`. A refusal writes nothing.
   */
  async run(merchant: Merchant, body: CreateInvoiceBody, idempotencyKey?: string): Promise<string> {
    if (idempotencyKey === undefined) return this.#create(merchant, body);
    const { storeId, livemode } = merchant;
    const keyed = {
      scope: { storeId, livemode, scope, key: idempotencyKey },
      requestHash: requestHash(body),
    };
    return this.#shareAnswers(keyed, () => this.#createOnce(merchant, body, keyed));
  }

  /** What was answered before is answered again, even when it could not be done any more. */
  async #createOnce(merchant: Merchant, body: CreateInvoiceBody, keyed: KeyedRequest): Promise<string> {
    try {
      return await this.#create(merchant, body, keyed);
    } catch (error) {
      const given = error instanceof DomainError ? await findAnswer(this.db, keyed.scope) : undefined;
      if (!given) throw error;
      return replay(given, keyed.requestHash);
    }
  }

  async #create(merchant: Merchant, body: CreateInvoiceBody, keyed?: KeyedRequest): Promise<string> {
    const { storeId, livemode } = merchant;
    const now = new Date();
    const amount = readInvoiceAmount(body.amount, body.currency);
    const offers = chosenOffers(this.chains.offers(merchant.wallets, livemode), body.methods);
    const prices = this.#price(amount, offers, merchant.markupBps, now);
    const row = newInvoiceRow({ id: newId('inv'), storeId, livemode, amount, prices, body, now });
    const object = toInvoice(row, [], { checkoutUrl: this.options.checkoutUrl });
    const event = this.outbox.row({
      definition: invoiceCreated,
      key: row.id,
      version: row.event_sequence,
      storeId,
      livemode,
      time: now,
      data: { object },
    });
    const answer = JSON.stringify(object);
    if (await this.writeInvoices.run({ row, event, keyed: keyed && { ...keyed, answer } })) return answer;
    throw new DomainError('idempotency_conflict', 'The idempotency key is being used by another request');
  }

  #price(
    { currency, units, decimals }: InvoiceAmount,
    offers: readonly OfferedAsset[],
    markupBps: number,
    now: Date,
  ): Price<OfferedAsset>[] {
    // Once a coin: its methods on several chains have the same rate.
    const symbols = [...new Set(offers.map(({ asset }) => asset.symbol))];
    const found = new Map(
      symbols.map((symbol) => [symbol, lockedRate(this.rates.find(symbol, currency, now), markupBps)]),
    );
    const prices = priceMethods(valueFromCurrency(units, decimals), offers, ({ symbol }) => {
      const rate = found.get(symbol);
      return typeof rate === 'string' ? undefined : rate;
    });
    if (prices.length > 0) return prices;
    const faults = [...found].flatMap(([symbol, rate]) =>
      typeof rate === 'string' ? [`${symbol} (${rate})`] : [],
    );
    if (faults.length < found.size) {
      throw new DomainError(
        'invalid_amount',
        'The amount is too small or too large for every method of payment',
        { field: 'amount' },
      );
    }
    throw new DomainError(
      'rate_unavailable',
      `There is no rate in ${currency} for any method of payment: ${faults.join(', ')}`,
    );
  }
}
