import type { ServiceApp } from '@sixpence/http-server';
import { createServiceApp } from '@sixpence/service-host';
import { CronModule } from './cron.module.js';
import type { CronOptions } from './cron.module.js';

/** Starts the service: when it resolves, the schedules run and its health can be asked. */
export const createCronApp = (options: CronOptions): Promise<ServiceApp> =>
  createServiceApp('cron', options, CronModule.register);
