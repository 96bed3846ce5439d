import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ServiceModule } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { EndpointsModule } from './endpoints/endpoints.module.js';
import { WEBHOOKS_OPTIONS } from './options.js';
import type { WebhooksOptions } from './options.js';
import { webhooksSchema } from './schema.js';

/** Everything that runs in this service. */
@Module({})
export class WebhooksModule {
  static register(options: WebhooksOptions, logger: Logger): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [
        ServiceModule.register(WEBHOOKS_OPTIONS, options, webhooksSchema, logger),
        EndpointsModule,
        DeliveriesModule,
      ],
    };
  }
}
