import { Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { BusModule } from '@sixpence/event-bus';
import { assertMigrated, DATABASE, Database, openDatabase } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { LOGGER } from './service-options.js';
import type { ServiceOptions } from './service-options.js';
import type { ServiceSchema } from './service-schema.js';

/** Closes the database after everything that uses it has stopped. */
@Injectable()
class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.db.close();
  }
}

/** Opens the service's database. A service on an older schema does not start. */
async function openMigrated(
  options: ServiceOptions,
  place: ServiceSchema,
  logger: Logger,
): Promise<Database> {
  const db = openDatabase({
    url: options.databaseUrl,
    schema: place.service,
    role: options.databaseRole,
    poolSize: options.databasePoolSize,
    applicationName: `sixpence-${place.service}`,
    onError: (error) => logger.warn({ error }, 'a database connection broke'),
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
    const surroundings: DynamicModule = {
      module: SurroundingsModule,
      global: true,
      providers: [
        { provide: token, useValue: options },
        { provide: LOGGER, useValue: logger },
        { provide: DATABASE, useFactory: () => openMigrated(options, place, logger) },
        DatabaseLifecycle,
      ],
      exports: [token, LOGGER, DATABASE],
    };
    const { transport, metrics } = options;
    const bus = BusModule.forRoot({
      service: place.service,
      group: ConsumerGroup[place.service],
      transport,
      logger,
      metrics,
    });
    return { module: ServiceModule, imports: [surroundings, bus] };
  }
}
