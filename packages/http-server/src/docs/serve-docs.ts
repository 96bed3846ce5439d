import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ApiDescription } from '../http-options.js';
import { problemDocument } from '../problems/problem-document.js';
import { openApiSchema } from './openapi-schema.js';

const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // The reference's own page has a style element.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The OpenAPI document of everything that the application's controllers declare. */
export function openApiDocument(app: NestFastifyApplication, api: ApiDescription): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(api.title)
    .setVersion(api.version)
    .setDescription(api.description)
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: openApiSchema,
  });
  const problem = openApiSchema(problemDocument, { schemaType: 'output' });
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...problem?.components, ...document.components?.schemas },
    },
  };
}

/** Serves `/openapi.json`, and a reference at `/docs` whose files are all our own: it works without the internet. */
export function serveDocs(app: NestFastifyApplication, api: ApiDescription): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith('/docs')) void reply.header('content-security-policy', docsPolicy);
      done();
    });
  SwaggerModule.setup('docs', app, () => openApiDocument(app, api), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: api.title,
    swaggerOptions: { tryItOutEnabled: false, deepLinking: false, validatorUrl: null },
  });
}
