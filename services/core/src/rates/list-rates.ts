import { Injectable } from '@nestjs/common';
import { currencyDecimals } from '@sixpence/money';
import { DomainError } from '@sixpence/schemas';
import type { Rate } from '@sixpence/schemas';
import type { Merchant } from '../api-keys/merchant.js';
import { ServedChains } from '../chains/served-chains.provider.js';
import { RateBook } from './rate-book.provider.js';
import { lockedRate } from './locked-rate.js';

/** What the merchant's coins are worth, one entry a symbol, in the order of its wallets. Answers from memory. */
@Injectable()
export class ListRates {
  constructor(
    private readonly chains: ServedChains,
    private readonly book: RateBook,
  ) {}

  /** Throws `unknown_currency`. */
  run({ wallets, livemode, markupBps }: Merchant, currency: string): Rate[] {
    if (currencyDecimals(currency) === undefined) {
      throw new DomainError('unknown_currency', `The currency ${currency} is not known`, {
        field: 'currency',
      });
    }
    const now = new Date();
    const offers = this.chains.offers(wallets, livemode).map(({ asset }) => asset);
    const bySymbol = Map.groupBy(offers, ({ symbol }) => symbol);
    return [...bySymbol].map(([symbol, assets]): Rate => {
      const locked = lockedRate(this.book.find(symbol, currency, now), markupBps);
      const found =
        typeof locked === 'string'
          ? { rate: null, fault: locked, origin: null }
          : { rate: locked.rate, fault: null, origin: locked.origin };
      return { object: 'rate', symbol, currency, assets: assets.map(({ asset }) => asset), ...found };
    });
  }
}
