import { Module } from '@nestjs/common';
import { coinbase } from './coinbase.js';
import { kraken } from './kraken.js';
import { RateBook } from './rate-book.js';
import { RatesConsumer } from './rates.consumer.js';
import { RatesLifecycle } from './rates.lifecycle.js';
import { RATE_SOURCES, RefreshRates } from './refresh-rates.js';

/** What coins are worth: two public sources, their median, and fixed rates where there is nothing but dev chains. */
@Module({
  controllers: [RatesConsumer],
  providers: [
    { provide: RATE_SOURCES, useFactory: () => [coinbase(), kraken()] },
    RateBook,
    RefreshRates,
    RatesLifecycle,
  ],
  exports: [RateBook],
})
export class RatesModule {}
