import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Nothing but our own files, and nothing written into the page itself. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const yearSeconds = 31_536_000;

/**
 * Serves the built checkout page from `directory`: `/checkout/{invoice}` is the page, whatever the invoice, and `/checkout/assets/` are its
 * files, whose names change with their content. On a cluster the pages have an image of their own.
 */
export async function serveCheckoutPages(app: NestFastifyApplication, directory: string): Promise<void> {
  const instance: FastifyInstance = app.getHttpAdapter().getInstance();
  await instance.register(fastifyStatic, {
    root: directory,
    prefix: '/checkout/',
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasting = path.includes('/assets/');
      void reply.header('cache-control', lasting ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
    },
  });
  instance.get('/checkout/:invoiceId', (_request, reply: FastifyReply) =>
    reply.header('content-security-policy', contentPolicy).sendFile('index.html'),
  );
}
