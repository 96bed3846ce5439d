import { Module, type DynamicModule } from '@nestjs/common';
import { ServiceModule } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { PAYMENTS_OPTIONS, type PaymentsOptions } from './options.js';
import { place } from './place.js';
import { ScansModule } from './scans/scans.module.js';
import { TestPaymentsModule } from './test-payments/test-payments.module.js';
import { WatchesModule } from './watches/watches.module.js';

/** Everything that runs in this service. */
@Module({})
export class PaymentsModule {
  static register(options: PaymentsOptions, logger: Logger): DynamicModule {
    const surroundings = ServiceModule.register(PAYMENTS_OPTIONS, options, place, logger);
    return {
      module: PaymentsModule,
      imports: [surroundings, ScansModule, WatchesModule, TestPaymentsModule],
    };
  }
}
