import { Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { BusModule } from '@sixpence/event-bus';
import { assertMigrated, DATABASE, Database, openDatabase } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { LOGGER } from './service-options.js';
import type { ServiceOptions } from './service-options.js';
import type { ServiceSchema } from './service-schema.js';

/** Nest's token for the connections of the relay's own, where it has them. */
const RELAY_DATABASE = Symbol('sixpence.relay-database');

/** One asks and numbers, the other renews the leases meanwhile. */
const RELAY_CONNECTIONS = 2;

/** Closes the database after everything that uses it has stopped. */
@Injectable()
class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(RELAY_DATABASE) private readonly relayDb: Database | undefined,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.db.close(), this.relayDb?.close()]);
  }
}

/** Connections of the service; nothing is connected before the first statement. */
function openPool(
  options: ServiceOptions,
  { service }: ServiceSchema,
  logger: Logger,
  { poolSize, applicationName }: { poolSize: number; applicationName: string },
): Database {
  return openDatabase({
    url: options.databaseUrl,
    schema: service,
    role: options.databaseRole,
    poolSize,
    applicationName,
    onError: (error) => logger.warn({ error }, 'a database connection broke'),
  });
}

/** Opens the service's database. A service on an older schema does not start. */
async function openMigrated(
  options: ServiceOptions,
  place: ServiceSchema,
  logger: Logger,
): Promise<Database> {
  const db = openPool(options, place, logger, {
    poolSize: options.databasePoolSize,
    applicationName: `sixpence-${place.service}`,
  });
  try {
    await assertMigrated(db, place.directories);
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}

@Module({})
class SurroundingsModule {}

/**
 * What a service stands on, for every module in it: its options (under `token`), its logger, its database and its bus.
 */
@Module({})
export class ServiceModule {
  static register(
    token: symbol,
    options: ServiceOptions,
    place: ServiceSchema,
    logger: Logger,
  ): DynamicModule {
    const { transport, metrics } = options;
    const relayDatabase =
      transport.kind === 'kafka'
        ? openPool(options, place, logger, {
            poolSize: RELAY_CONNECTIONS,
            applicationName: `sixpence-${place.service}-relay`,
          })
        : undefined;
    const surroundings: DynamicModule = {
      module: SurroundingsModule,
      global: true,
      providers: [
        { provide: token, useValue: options },
        { provide: LOGGER, useValue: logger },
        { provide: DATABASE, useFactory: () => openMigrated(options, place, logger) },
        { provide: RELAY_DATABASE, useValue: relayDatabase },
        DatabaseLifecycle,
      ],
      exports: [token, LOGGER, DATABASE],
    };
    const bus = BusModule.forRoot({
      service: place.service,
      group: ConsumerGroup[place.service],
      transport,
      logger,
      metrics,
      relayDatabase,
    });
    return { module: ServiceModule, imports: [surroundings, bus] };
  }
}
