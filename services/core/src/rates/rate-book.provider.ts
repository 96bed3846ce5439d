import { Inject, Injectable } from '@nestjs/common';
import { listedAsset, networkOf } from '@sixpence/chains';
import { DATABASE, Database } from '@sixpence/postgres';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { devSource } from './dev-rates.js';
import { agreeOnRate, maxAgeMs } from './rate.js';
import type { AgreedRate, SourcedQuote } from './rate.js';
import { loadQuotes } from './rates.store.js';

/** What coins are worth now. Answers from memory; behind it is the table that all processes of core share. */
@Injectable()
export class RateBook {
  /** The symbols of all that is taken on the chains that are served. */
  readonly symbols: readonly string[];
  /** Whether fixed rates may be used: there is nothing but dev chains. */
  readonly dev: boolean;
  #quotes: ReadonlyMap<string, readonly SourcedQuote[]> = new Map();

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(CORE_OPTIONS) { chains }: Pick<CoreOptions, 'chains'>,
  ) {
    const networks = chains.flatMap((chain) => networkOf(chain) ?? []);
    this.symbols = [...new Set(networks.flatMap(({ assets }) => assets.map(({ symbol }) => symbol)))];
    this.dev = networks.length > 0 && networks.every(({ dev }) => dev);
  }

  /**
   * The currency for one whole coin, by the coin's symbol or its CAIP-19 id; undefined when there is no fresh rate. A symbol
   * of an asset is what our own list says, never what a token calls itself.
   */
  rate(symbolOrAsset: string, currency: string, now = new Date()): AgreedRate | undefined {
    const symbol = symbolOrAsset.includes('/') ? listedAsset(symbolOrAsset)?.asset.symbol : symbolOrAsset;
    const quotes = this.#quotes.get(`${symbol}/${currency}`);
    if (!quotes) return undefined;
    const agreed = agreeOnRate(
      quotes.filter(({ source }) => source !== devSource),
      now,
    );
    return (
      agreed ??
      (this.dev
        ? agreeOnRate(
            quotes.filter(({ source }) => source === devSource),
            now,
          )
        : undefined)
    );
  }

  /**
   * The rates to lock an invoice in that currency with, by asset. One moment counts for all of them, so that methods of
   * one coin on several chains have the same rate.
   */
  locker(currency: string): (asset: string) => { rate: string; source: string; at: Date } | undefined {
    const now = new Date();
    return (asset) => {
      const agreed = this.rate(asset, currency, now);
      return agreed && { rate: agreed.rate, source: agreed.sources.join(','), at: agreed.at };
    };
  }

  /** Whether every symbol has a fresh rate in dollars. */
  complete(now = new Date()): boolean {
    return this.symbols.every((symbol) => this.rate(symbol, 'USD', now));
  }

  /** Reads the table again: another process may have refreshed it. */
  async load(): Promise<void> {
    const quotes = await loadQuotes(this.db, new Date(Date.now() - maxAgeMs));
    this.#quotes = Map.groupBy(quotes, ({ symbol, currency }) => `${symbol}/${currency}`);
  }
}
