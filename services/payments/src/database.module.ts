import { Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { assertMigrated, DATABASE, Database, openDatabase } from '@sixpence/postgres';
import type { Logger } from '@sixpence/telemetry';
import { directories, schema } from './migrate.js';
import type { PaymentsOptions } from './options.js';

/** Closes the database after everything that uses it has stopped. */
@Injectable()
class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.db.close();
  }
}

/** The service's PostgreSQL. An application on an older schema does not start. */
@Module({})
export class DatabaseModule {
  static register(options: PaymentsOptions, logger: Logger): DynamicModule {
    const open = async () => {
      const db = openDatabase({
        url: options.databaseUrl,
        schema,
        role: options.databaseRole,
        poolSize: options.databasePoolSize,
        applicationName: 'sixpence-payments',
        onError: (error) => logger.warn({ error }, 'a database connection broke'),
      });
      try {
        await assertMigrated(db, directories);
      } catch (error) {
        await db.close();
        throw error;
      }
      return db;
    };
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: DATABASE, useFactory: open }, DatabaseLifecycle],
      exports: [DATABASE],
    };
  }
}
