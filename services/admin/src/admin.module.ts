import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ServiceModule } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { DeadLettersModule } from './dead-letters/dead-letters.module.js';
import { ADMIN_OPTIONS } from './options.js';
import type { AdminOptions } from './options.js';
import { adminSchema } from './schema.js';
import { StoresModule } from './stores/stores.module.js';
import { TimelineModule } from './timeline/timeline.module.js';

/** Everything that runs in this service. */
@Module({})
export class AdminModule {
  static register(options: AdminOptions, logger: Logger): DynamicModule {
    return {
      module: AdminModule,
      imports: [
        ServiceModule.register(ADMIN_OPTIONS, options, adminSchema, logger),
        TimelineModule,
        StoresModule,
        DeadLettersModule,
      ],
    };
  }
}
