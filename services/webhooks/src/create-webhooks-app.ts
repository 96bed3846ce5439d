import type { ServiceApp } from '@sixpence/http-server';
import { createServiceApp } from '@sixpence/service-host';
import type { WebhooksOptions } from './options.js';
import { WebhooksModule } from './webhooks.module.js';

/** Starts the service: when it resolves, events become deliveries, deliveries are sent, and its health can be asked. */
export const createWebhooksApp = (options: WebhooksOptions): Promise<ServiceApp> =>
  createServiceApp('webhooks', options, WebhooksModule.register);
