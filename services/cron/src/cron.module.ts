import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ServiceModule } from '@sixpence/service-host';
import type { ServiceOptions } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { SchedulesModule } from './schedules/schedules.module.js';
import { cronSchema } from './schema.js';

export type CronOptions = ServiceOptions;

const CRON_OPTIONS = Symbol('sixpence.cron-options');

/** Everything that runs in this service. */
@Module({})
export class CronModule {
  static register(options: CronOptions, logger: Logger): DynamicModule {
    return {
      module: CronModule,
      imports: [ServiceModule.register(CRON_OPTIONS, options, cronSchema, logger), SchedulesModule],
    };
  }
}
