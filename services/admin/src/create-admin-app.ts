import type { ServiceApp } from '@sixpence/http-server';
import { apiVersion } from '@sixpence/schemas';
import { createServiceApp } from '@sixpence/service-host';
import { AdminModule } from './admin.module.js';
import type { AdminOptions } from './options.js';

/** What the OpenAPI document says of this service. */
export const adminApi = {
  title: 'Sixpence back office',
  version: apiVersion,
  description:
    'For operators: stores and their API keys, the timeline of an invoice across all services, and what could not be handled.',
};

/** Starts the service: when it resolves, its read model follows the bus and operators are answered. */
export const createAdminApp = (options: AdminOptions): Promise<ServiceApp> =>
  createServiceApp('admin', options, AdminModule.register, { api: adminApi });
