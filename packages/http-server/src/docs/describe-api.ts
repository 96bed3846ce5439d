import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ApiDescription } from '../http-options.js';
import { HttpServerModule } from '../http-server.module.js';
import { openApiDocument } from './serve-docs.js';

/**
 * The OpenAPI document of a service that is not running: Nest only looks at its controllers (preview mode), so neither a database nor a bus
 * is needed.
 */
export async function describeApi(
  module: NonNullable<ModuleMetadata['imports']>[number],
  api: ApiDescription,
): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(
    HttpServerModule.around(module),
    new FastifyAdapter(),
    {
      preview: true,
      abortOnError: false,
      logger: false,
    },
  );
  return openApiDocument(app, api);
}
