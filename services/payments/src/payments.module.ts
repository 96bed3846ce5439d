import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@sixpence/event-bus';
import { ConsumerGroup } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { DatabaseModule } from './database.module.js';
import { PAYMENTS_OPTIONS, type PaymentsOptions } from './options.js';
import { LOGGER } from './scans/chain-scans.runner.js';
import { ScansModule } from './scans/scans.module.js';
import { TestPaymentsModule } from './test-payments/test-payments.module.js';
import { WatchesModule } from './watches/watches.module.js';

@Module({})
class OptionsModule {
  static register(options: PaymentsOptions, logger: Logger): DynamicModule {
    return {
      module: OptionsModule,
      global: true,
      providers: [
        { provide: PAYMENTS_OPTIONS, useValue: options },
        { provide: LOGGER, useValue: logger },
      ],
      exports: [PAYMENTS_OPTIONS, LOGGER],
    };
  }
}

/** Everything that runs in this service. */
@Module({})
export class PaymentsModule {
  static register(options: PaymentsOptions, logger: Logger): DynamicModule {
    const { transport } = options;
    return {
      module: PaymentsModule,
      imports: [
        OptionsModule.register(options, logger),
        DatabaseModule.register(options, logger),
        BusModule.forRoot({ service: 'payments', group: ConsumerGroup.payments, transport, logger }),
        ScansModule,
        WatchesModule,
        TestPaymentsModule,
      ],
    };
  }
}
