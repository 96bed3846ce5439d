import { busMigrations } from '@sixpence/event-bus';
import { migrate, type MigrateResult } from '@sixpence/postgres';

/** This service's schema. */
export const schema = 'notifications';

/** The bus's tables, then our own. */
export const directories = { bus: busMigrations, notifications: new URL('../migrations/', import.meta.url) };

/** Brings the schema of notifications up to date. The result names the role to run with. */
export const migrateNotifications = ({
  url,
  role,
}: {
  url: string;
  role?: string | undefined;
}): Promise<MigrateResult> => migrate({ url, schema, role, directories });
