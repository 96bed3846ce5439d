import { serviceSchema } from '@sixpence/service-host';

/** This service's place in the database. */
export const adminSchema = serviceSchema('admin', new URL('../migrations/', import.meta.url));
export const migrateAdmin = adminSchema.migrate;
