import { serviceSchema } from '@sixpence/service-host';

/** Where this service's tables are. */
export const place = serviceSchema('notifications', new URL('../migrations/', import.meta.url));
