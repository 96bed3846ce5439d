import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ServiceModule } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { CheckoutModule } from './checkout/checkout.module.js';
import { EventsModule } from './events/events.module.js';
import { InvoicesModule } from './invoices/invoices.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { CORE_OPTIONS } from './options.js';
import type { CoreOptions } from './options.js';
import { coreSchema } from './schema.js';
import { StoresModule } from './stores/stores.module.js';
import { WebhookEndpointsModule } from './webhook-endpoints/webhook-endpoints.module.js';

/** Everything that runs in this service. */
@Module({})
export class CoreModule {
  static register(options: CoreOptions, logger: Logger): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        ServiceModule.register(CORE_OPTIONS, options, coreSchema, logger),
        StoresModule,
        InvoicesModule,
        CheckoutModule,
        EventsModule,
        LedgerModule,
        WebhookEndpointsModule,
      ],
    };
  }
}
