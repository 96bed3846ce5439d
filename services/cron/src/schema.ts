import { serviceSchema } from '@sixpence/service-host';

/** This service's place in the database. */
export const cronSchema = serviceSchema('cron', new URL('../migrations/', import.meta.url));
export const migrateCron = cronSchema.migrate;
