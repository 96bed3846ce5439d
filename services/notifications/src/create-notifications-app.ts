import type { ServiceApp } from '@sixpence/http-server';
import { createServiceApp } from '@sixpence/service-host';
import { NotificationsModule } from './notifications.module.js';
import type { NotificationsOptions } from './options.js';

/** Starts the service: when it resolves, its bus is connected, messages are sent and it listens. */
export const createNotificationsApp = (options: NotificationsOptions): Promise<ServiceApp> =>
  createServiceApp('notifications', options, (given, logger) => NotificationsModule.register(given, logger));
