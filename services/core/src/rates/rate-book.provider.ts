import { Inject, Injectable } from '@nestjs/common';
import { networkOf } from '@sixpence/chains';
import { DATABASE, Database } from '@sixpence/postgres';
import type { RateFault } from '@sixpence/schemas';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { maxAgeMs } from './agreed-rate.js';
import type { AgreedRate } from './agreed-rate.js';
import { bridgedQuotes } from './bridged-quotes.js';
import { devSource } from './dev-rates.js';
import { knownRate } from './known-rate.js';
import type { QuotesByPair } from './known-rate.js';
import { loadQuotes } from './rates.store.js';

/** What was worked out of a pair is good for so long, and never longer than what it comes from. */
const rememberedMs = 1_000;

interface Found {
  readonly found: AgreedRate | RateFault;
  readonly from: Date;
  readonly until: Date;
}

/** What coins are worth now. Answers from memory; behind it is the table that all processes of core share. */
@Injectable()
export class RateBook {
  /** The symbols of all that is taken on the chains that are served. */
  readonly symbols: readonly string[];
  /** Whether fixed rates may be used: there is nothing but dev chains. */
  readonly dev: boolean;
  /** How many sources a rate needs: where there is real money, one that nobody confirms is not enough. */
  readonly #quorum: number;
  /** The currency that a stablecoin is pegged to, by its symbol. */
  readonly #pegs: ReadonlyMap<string, string>;
  #quotes: QuotesByPair = new Map();
  #devQuotes: QuotesByPair = new Map();
  /** By `symbol/currency`: at most as many as there are listed coins and known currencies. */
  readonly #found = new Map<string, Found>();

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(CORE_OPTIONS) { chains }: Pick<CoreOptions, 'chains'>,
  ) {
    const networks = chains.flatMap((chain) => networkOf(chain) ?? []);
    const assets = networks.flatMap((network) => network.assets);
    this.symbols = [...new Set(assets.map(({ symbol }) => symbol))];
    this.dev = networks.length > 0 && networks.every(({ dev }) => dev);
    this.#quorum = networks.some(({ testnet }) => !testnet) ? 2 : 1;
    this.#pegs = new Map(
      assets.flatMap(({ symbol, stable }) => (stable === undefined ? [] : [[symbol, stable]])),
    );
  }

  /**
   * The currency for one whole coin, or why there is no rate. The symbol is what our own list says of an asset, never what a
   * token calls itself; `currency` is one that exists.
   */
  find(symbol: string, currency: string, now = new Date()): AgreedRate | RateFault {
    const pair = `${symbol}/${currency}`;
    const remembered = this.#found.get(pair);
    if (remembered && remembered.from <= now && now <= remembered.until) return remembered.found;
    const found = this.#work(symbol, currency, now);
    const goodMs = now.getTime() + rememberedMs;
    const freshMs = typeof found === 'string' ? goodMs : found.at.getTime() + maxAgeMs;
    this.#found.set(pair, { found, from: now, until: new Date(Math.min(goodMs, freshMs)) });
    return found;
  }

  #work(symbol: string, currency: string, now: Date): AgreedRate | RateFault {
    const wanted = { symbol, currency, peg: this.#pegs.get(symbol) };
    const known = knownRate(this.#quotes, wanted, now, this.#quorum);
    if (!this.dev || (known !== 'unknown' && known !== 'stale')) return known;
    const fixed = knownRate(this.#devQuotes, wanted, now, 1);
    return typeof fixed === 'string' ? known : fixed;
  }

  /** The rate, or undefined when there is none. */
  rate(symbol: string, currency: string, now?: Date): AgreedRate | undefined {
    const found = this.find(symbol, currency, now);
    return typeof found === 'string' ? undefined : found;
  }

  /** Whether every symbol has a rate in dollars. */
  complete(now = new Date()): boolean {
    return this.symbols.every((symbol) => this.rate(symbol, 'USD', now));
  }

  /** Reads the table again: another process may have refreshed it. */
  async load(): Promise<void> {
    const all = await loadQuotes(this.db);
    const now = new Date();
    const fixed = all.filter(({ source }) => source === devSource);
    const said = all.filter(({ source }) => source !== devSource);
    this.#devQuotes = Map.groupBy(fixed, pairOf);
    this.#found.clear();
    this.#quotes = Map.groupBy(bridgedQuotes(said, now, this.#quorum), pairOf);
  }
}

const pairOf = ({ symbol, currency }: { symbol: string; currency: string }): string =>
  `${symbol}/${currency}`;
