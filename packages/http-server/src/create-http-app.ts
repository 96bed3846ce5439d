import 'reflect-metadata';
import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bindLogger, createLogger, nestLogger } from '@sixpence/telemetry';
import { serveDocs } from './docs/serve-docs.js';
import { createAdapter } from './fastify-adapter.js';
import type { HttpOptions } from './http-options.js';
import { HttpServerModule } from './http-server.module.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { RequestPipe } from './requests/request-pipe.js';
import { createRouteMethods } from './routes/route-methods.js';

/**
 * A service's HTTP application, which does not listen yet: connect its bus (`connectMicroservice`), then give it to
 * `startHttpApp`. Throws what its modules throw; it never ends the process, nor listens to signals.
 */
export async function createHttpApp(
  module: NonNullable<ModuleMetadata['imports']>[number],
  options: HttpOptions,
): Promise<NestFastifyApplication> {
  const log = options.logger ?? createLogger(options.name);
  const routes = createRouteMethods();
  const root = HttpServerModule.around(module, options.eventStreams);
  const app = await bindLogger(log, () =>
    NestFactory.create<NestFastifyApplication>(root, createAdapter(log, routes), {
      abortOnError: false,
      bodyParser: false,
      logger: nestLogger(log),
    }),
  );
  app.useGlobalFilters(new ProblemFilter(log, routes));
  app.useGlobalPipes(new RequestPipe());
  if (options.api) serveDocs(app, options.api);
  return app;
}
