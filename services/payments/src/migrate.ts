import { busMigrations } from '@sixpence/event-bus';
import { migrate, type MigrateResult } from '@sixpence/postgres';

/** This service's schema. */
export const schema = 'payments';

/** The bus's tables, then our own. */
export const directories = { bus: busMigrations, payments: new URL('../migrations/', import.meta.url) };

/** Brings the schema of payments up to date. The result names the role to run with. */
export const migratePayments = ({ url, role }: { url: string; role?: string | undefined }): Promise<MigrateResult> =>
  migrate({ url, schema, role, directories });
