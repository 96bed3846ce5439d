import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DATABASE } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { createLogger } from '@sixpence/telemetry';
import type { Metrics } from '@sixpence/telemetry';
import { Inbox } from '../inbox/inbox.js';
import { Outbox } from '../outbox/outbox.js';
import { createRelay } from '../relay/create-relay.js';
import type { Relay } from '../relay/relay.js';
import { BusClient } from '../requests/bus-client.js';
import { BusLifecycle } from './bus-lifecycle.js';
import { BUS_OPTIONS, RELAY } from './bus-options.js';
import type { BusOptions } from './bus-options.js';
import { BusStrategy } from './bus.strategy.js';
import { RetentionConsumer } from './retention.consumer.js';

/**
 * The bus of one application: gives Outbox, Inbox and BusClient to every module, and runs the relay with the application's
 * life. It needs the provider DATABASE, from a global module or from `imports`. `connectBus(app)` then joins the group.
 */
@Module({})
export class BusModule {
  static forRoot(given: BusOptions): DynamicModule {
    const logger = given.logger ?? createLogger(given.service);
    const { service, group, transport } = given;
    const fromDatabase = <T>(provide: unknown, make: (db: Database) => T) => ({
      provide: provide as symbol,
      useFactory: make,
      inject: [DATABASE],
    });
    return {
      module: BusModule,
      global: true,
      imports: given.imports ?? [],
      controllers: [RetentionConsumer],
      providers: [
        { provide: BUS_OPTIONS, useValue: given },
        fromDatabase(RELAY, (db) =>
          createRelay({
            service,
            db: given.relayDatabase ?? db,
            transport,
            logger,
            timings: given.relay,
            metrics: given.metrics,
          }),
        ),
        fromDatabase(Inbox, (db) => new Inbox(db, group)),
        {
          provide: BusStrategy,
          useFactory: (db: Database, outbox: Outbox) =>
            new BusStrategy({ ...given, db, outbox, logger, onGaps: gapGauge(given.metrics) }),
          inject: [DATABASE, Outbox],
        },
        { provide: Outbox, useFactory: (relay: Relay) => new Outbox(service, relay.wake), inject: [RELAY] },
        { provide: BusClient, useFactory: () => new BusClient(transport) },
        BusLifecycle,
      ],
      exports: [Outbox, Inbox, BusClient, BusStrategy],
    };
  }
}

/** Says at how many partitions this process is held up because acknowledged records are missing (docs/runbooks/bus-gap.md). */
function gapGauge(metrics: Metrics | undefined): ((partitions: number) => void) | undefined {
  const gauge = metrics?.gauge({
    name: 'sixpence_bus_gap_partitions',
    help: 'Partitions held up because acknowledged records are missing',
  });
  return gauge && ((partitions) => gauge.set(partitions));
}
