import { connectBus } from '@sixpence/event-bus';
import { createHttpApp, startHttpApp, type ServiceApp } from '@sixpence/http-server';
import { bindLogger, createLogger } from '@sixpence/telemetry';
import { NotificationsModule } from './notifications.module.js';
import type { NotificationsOptions } from './options.js';

/** Starts the service: when it resolves, its bus is connected, messages are sent and it listens. */
export async function createNotificationsApp(options: NotificationsOptions): Promise<ServiceApp> {
  const logger = options.logger ?? createLogger('notifications');
  return bindLogger(logger, async () => {
    const { host, port } = options;
    const module = NotificationsModule.register(options, logger);
    const app = await createHttpApp(module, { name: 'notifications', host, port, logger });
    try {
      await connectBus(app);
      return await startHttpApp(app, { host, port });
    } catch (error) {
      await app.close();
      throw error;
    }
  });
}
