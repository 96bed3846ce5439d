import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Health } from './health/health.js';
import type { HttpOptions } from './http-options.js';

/** A service that runs: it listens, and its bus is connected. */
export interface ServiceApp {
  readonly app: INestApplication;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the application's bus, then listens. Port 0 takes a free one; `url` tells which. A failed start closes what was begun. */
export async function startHttpApp(
  app: NestFastifyApplication,
  { port, host = '127.0.0.1' }: Pick<HttpOptions, 'port' | 'host'>,
): Promise<ServiceApp> {
  try {
    await app.init();
    await app.startAllMicroservices();
    await app.listen(port, host);
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  app.get(Health).started();
  return { app, url: await app.getUrl(), close: () => app.close() };
}
