import { serviceSchema } from '@sixpence/service-host';

/** This service's place in the database. */
export const webhooksSchema = serviceSchema('webhooks', new URL('../migrations/', import.meta.url));
export const migrateWebhooks = webhooksSchema.migrate;
