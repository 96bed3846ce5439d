import type { ServiceApp } from '@sixpence/http-server';
import { apiVersion } from '@sixpence/schemas';
import { createServiceApp } from '@sixpence/service-host';
import { serveCheckoutPages } from './checkout/serve-checkout-pages.js';
import { CoreModule } from './core.module.js';
import type { CoreOptions } from './options.js';

/** What the OpenAPI document says of this service. */
export const coreApi = {
  title: 'Sixpence',
  version: apiVersion,
  description:
    "Crypto payments straight to the merchant's own wallet. Every refusal is a problem document (RFC 9457) with a stable `code`. " +
    'Amounts are decimal strings; times are RFC 3339 in UTC; lists are paged by an opaque cursor.',
};

/** Starts the service: when it resolves, merchants and payers are answered, and its bus is connected. */
export const createCoreApp = (options: CoreOptions): Promise<ServiceApp> =>
  createServiceApp('core', options, CoreModule.register, {
    api: coreApi,
    prepare: async (app) => {
      if (options.checkoutPagesDir !== undefined) await serveCheckoutPages(app, options.checkoutPagesDir);
    },
  });
