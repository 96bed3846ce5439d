import type { DynamicModule } from '@nestjs/common';
import { connectBus } from '@sixpence/event-bus';
import { createHttpApp, startHttpApp } from '@sixpence/http-server';
import type { HttpOptions, ServiceApp } from '@sixpence/http-server';
import type { ServiceName } from '@sixpence/schemas';
import { bindLogger, createLogger, createMetrics } from '@sixpence/telemetry';
import type { Logger } from '@sixpence/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceOptions } from './service-options.js';

/** What a service's HTTP face has beside the usual. */
export interface Face extends Pick<HttpOptions, 'api' | 'eventStreams'> {
  /** Adds what is no controller (static pages), before the application listens. */
  readonly prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}

/** Starts a service: when it resolves, its bus is connected and it listens. Whatever was begun is closed when it fails. */
export function createServiceApp<Options extends ServiceOptions>(
  name: ServiceName,
  options: Options,
  register: (options: Options, logger: Logger) => DynamicModule,
  { prepare, ...face }: Face = {},
): Promise<ServiceApp> {
  const logger = options.logger ?? createLogger(name);
  const { host, port, metrics = createMetrics(name) } = options;
  return bindLogger(logger, async () => {
    const app = await createHttpApp(register({ ...options, metrics }, logger), {
      name,
      host,
      port,
      logger,
      ...face,
    });
    try {
      await prepare?.(app);
      await connectBus(app);
      return await startHttpApp(app, { host, port });
    } catch (error) {
      await app.close();
      throw error;
    }
  });
}
