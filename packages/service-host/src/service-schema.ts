import { busMigrations } from '@sixpence/event-bus';
import { migrate } from '@sixpence/postgres';
import type { MigrateResult } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';

/** A service's place in the database: its schema, and the folders of its migrations. */
export interface ServiceSchema {
  readonly service: ServiceName;
  readonly directories: Readonly<Record<string, URL>>;
  /** Brings the schema up to date. The result names the role to run with. */
  migrate(login: { url: string; role?: string | undefined }): Promise<MigrateResult>;
}

/** The schema is named after the service; the bus's tables come first, then its own. */
export function serviceSchema(service: ServiceName, migrations: URL): ServiceSchema {
  const directories = { bus: busMigrations, [service]: migrations };
  return {
    service,
    directories,
    migrate: ({ url, role }) => migrate({ url, schema: service, role, directories }),
  };
}
