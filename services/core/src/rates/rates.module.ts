import { Module } from '@nestjs/common';
import { coinbase } from './coinbase.client.js';
import { kraken } from './kraken.client.js';
import { RateBook } from './rate-book.provider.js';
import { RatesConsumer } from './rates.consumer.js';
import { RatesRunner } from './rates.runner.js';
import { RATE_SOURCES, RefreshRates } from './refresh-rates.js';

/** What coins are worth: two public sources, their median, and fixed rates where there is nothing but dev chains. */
@Module({
  controllers: [RatesConsumer],
  providers: [
    { provide: RATE_SOURCES, useFactory: () => [coinbase(), kraken()] },
    RateBook,
    RefreshRates,
    RatesRunner,
  ],
  exports: [RateBook],
})
export class RatesModule {}
