import { Module } from '@nestjs/common';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DATABASE } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import { nestLogger } from '@sixpence/telemetry';
import { BusModule, connectBus } from '../src/index.js';
import type { RetryPolicy, Transport } from '../src/index.js';
import { silent } from './test-group.js';

export interface CoreAppOptions extends Pick<ModuleMetadata, 'controllers' | 'providers'> {
  readonly db: Database;
  readonly transport: Transport;
  readonly retry?: Partial<RetryPolicy>;
}

/** The core service as an application of these controllers, with its place on the bus. */
export async function startCoreApp({
  db,
  transport,
  retry,
  controllers = [],
  providers = [],
}: CoreAppOptions): Promise<INestApplication> {
  @Module({ providers: [{ provide: DATABASE, useValue: db }], exports: [DATABASE] })
  class DatabaseModule {}
  const bus = { service: 'core', group: ConsumerGroup.core, transport, logger: silent } as const;
  @Module({
    imports: [BusModule.forRoot({ ...bus, retry, imports: [DatabaseModule] })],
    controllers,
    providers,
  })
  class CoreModule {}
  const app = await NestFactory.create(CoreModule, new FastifyAdapter(), {
    abortOnError: false,
    logger: nestLogger(silent),
  });
  await connectBus(app);
  return app;
}
