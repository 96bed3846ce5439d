import { serviceSchema } from '@sixpence/service-host';

/** This service's place in the database. */
export const coreSchema = serviceSchema('core', new URL('../migrations/', import.meta.url));
export const migrateCore = coreSchema.migrate;
