import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { LOGGER } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { bridgeCoin } from './bridged-quotes.js';
import { devQuotes, devSource } from './dev-rates.js';
import { AskedTooOftenError } from './fetch-json.js';
import { RateBook } from './rate-book.provider.js';
import type { RateSource } from './rate-source.js';
import type { SourcedQuote } from './rate.js';
import { saveQuotes } from './rates.store.js';

/** Nest's token for the public sources, in no order: they have one vote each. */
export const RATE_SOURCES = Symbol('sixpence.rate-sources');

const sourceTimeoutMs = 2_000;

/** Asks every source and keeps what they say. One that does not answer keeps its last word until that is too old. */
@Injectable()
export class RefreshRates {
  /** Until when a source is left alone, by its name, as `performance.now()` counts. */
  readonly #restsUntil = new Map<string, number>();

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(RATE_SOURCES) private readonly sources: readonly RateSource[],
    private readonly book: RateBook,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never waits longer for the sources than `timeoutMs`. Gives the names of those that answered, `dev` among them. */
  async run(timeoutMs = sourceTimeoutMs): Promise<string[]> {
    const signal = AbortSignal.timeout(Math.min(timeoutMs, sourceTimeoutMs));
    const symbols = [...new Set([...this.book.symbols, bridgeCoin])];
    const answers = await Promise.all(this.sources.map((source) => this.#ask(source, symbols, signal)));
    const known = [...answers.flat(), ...(this.book.dev ? this.#devQuotes() : [])];
    if (known.length > 0) await saveQuotes(this.db, known);
    await this.book.load();
    return [...new Set(known.map(({ source }) => source))];
  }

  async #ask(source: RateSource, symbols: readonly string[], signal: AbortSignal): Promise<SourcedQuote[]> {
    if ((this.#restsUntil.get(source.name) ?? 0) > performance.now()) return [];
    try {
      const quotes = await source.quotes(symbols, signal);
      const now = new Date();
      // A source whose clock is ahead has not seen the future, and its word does not last longer.
      const timeOf = (at = now) => (at < now ? at : now);
      const sourced = quotes.map((quote) => ({ ...quote, source: source.name, at: timeOf(quote.at) }));
      // One word a pair: two of one source cannot be kept, and would keep the others' from being kept.
      return [...new Map(sourced.map((quote) => [`${quote.symbol}/${quote.currency}`, quote])).values()];
    } catch (error) {
      if (error instanceof AskedTooOftenError) {
        this.#restsUntil.set(source.name, performance.now() + error.restMs);
      }
      const log = this.book.dev ? 'debug' : 'warn';
      this.logger[log]({ error, source: source.name }, 'a rate source did not answer');
      return [];
    }
  }

  #devQuotes(): SourcedQuote[] {
    const at = new Date();
    return devQuotes.map((quote) => ({ ...quote, source: devSource, at }));
  }
}
