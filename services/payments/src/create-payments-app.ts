import { connectBus } from '@sixpence/event-bus';
import { createHttpApp, startHttpApp, type ServiceApp } from '@sixpence/http-server';
import { bindLogger, createLogger } from '@sixpence/telemetry';
import type { PaymentsOptions } from './options.js';
import { PaymentsModule } from './payments.module.js';

/** Starts the service: when it resolves, its bus is connected, its chains are scanned and its health can be asked. */
export async function createPaymentsApp(options: PaymentsOptions): Promise<ServiceApp> {
  const logger = options.logger ?? createLogger('payments');
  return bindLogger(logger, async () => {
    const { host, port } = options;
    const app = await createHttpApp(PaymentsModule.register(options, logger), { name: 'payments', host, port, logger });
    try {
      await connectBus(app);
      return await startHttpApp(app, { host, port });
    } catch (error) {
      await app.close();
      throw error;
    }
  });
}
