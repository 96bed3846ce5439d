import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { LOGGER } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { RateBook } from './rate-book.provider.js';
import { RefreshRates } from './refresh-rates.js';

/** How long boot waits for the sources. Without them it goes on: the schedule asks again. */
const bootTimeoutMs = 1_500;
/** What another process of core has refreshed is known here after so long. */
const reloadMs = 10_000;

/** There are rates when the service begins to serve, and they stay those that all its processes have. */
@Injectable()
export class RatesRunner implements OnModuleInit, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #reloading: Promise<void> = Promise.resolve();

  constructor(
    private readonly book: RateBook,
    private readonly refreshRates: RefreshRates,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.book.load();
    if (!this.book.complete()) await this.refreshRates.run(bootTimeoutMs);
    if (!this.book.complete())
      this.logger.warn('there is no fresh rate for some assets: they are not offered until there is');
    this.#timer = setInterval(() => {
      this.#reloading = this.#reload();
    }, reloadMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reloading;
  }

  async #reload(): Promise<void> {
    try {
      await this.book.load();
    } catch (error) {
      this.logger.warn(
        { error },
        'the rates could not be read: those in memory are used while they are fresh',
      );
    }
  }
}
