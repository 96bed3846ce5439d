import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { HealthController } from './health/health.controller.js';
import { Health } from './health/health.js';
import { defaultEventStreamLimits, EVENT_STREAM_LIMITS, EventStreams } from './streams/event-streams.js';
import type { EventStreamLimits } from './streams/event-streams.js';

/** What every HTTP application has: its health and its event streams. The root module, with the service's own inside. */
@Module({})
export class HttpServerModule {
  static around(
    service: NonNullable<ModuleMetadata['imports']>[number],
    limits: Partial<EventStreamLimits> = {},
  ): DynamicModule {
    return {
      module: HttpServerModule,
      global: true,
      imports: [service],
      controllers: [HealthController],
      providers: [
        Health,
        EventStreams,
        { provide: EVENT_STREAM_LIMITS, useValue: { ...defaultEventStreamLimits, ...limits } },
      ],
      exports: [Health, EventStreams],
    };
  }
}
