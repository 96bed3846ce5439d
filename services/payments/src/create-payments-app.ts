import type { ServiceApp } from '@sixpence/http-server';
import { createServiceApp } from '@sixpence/service-host';
import type { PaymentsOptions } from './options.js';
import { PaymentsModule } from './payments.module.js';

/** Starts the service: when it resolves, its bus is connected, its chains are scanned and its health can be asked. */
export const createPaymentsApp = (options: PaymentsOptions): Promise<ServiceApp> =>
  createServiceApp('payments', options, (given, logger) => PaymentsModule.register(given, logger));
