import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { ChainsModule } from '../chains/chains.module.js';
import { binance } from './binance.client.js';
import { bitstamp } from './bitstamp.client.js';
import { coinbase } from './coinbase.client.js';
import { coingecko } from './coingecko.client.js';
import { kraken } from './kraken.client.js';
import { ListRates } from './list-rates.js';
import { RateBook } from './rate-book.provider.js';
import { RatesConsumer } from './rates.consumer.js';
import { RatesController } from './rates.controller.js';
import { RatesRunner } from './rates.runner.js';
import { RATE_SOURCES, RefreshRates } from './refresh-rates.js';

/** What coins are worth: five public sources, what they agree on, and fixed rates where there is nothing but dev chains. */
@Module({
  imports: [ApiKeysModule, ChainsModule],
  controllers: [RatesConsumer, RatesController],
  providers: [
    { provide: RATE_SOURCES, useFactory: () => [coinbase(), kraken(), binance(), bitstamp(), coingecko()] },
    RateBook,
    ListRates,
    RefreshRates,
    RatesRunner,
  ],
  exports: [RateBook],
})
export class RatesModule {}
