import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { isTraceparent, newTraceparent, withTraceparent } from '@sixpence/telemetry';
import type { Logger } from '@sixpence/telemetry';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { httpLimits } from './http-options.js';
import { findProblem } from './problems/find-problem.js';
import { problemMediaType } from './problems/problem-document.js';
import { sendProblem } from './problems/send-problem.js';
import { parseJsonBody } from './requests/json-body.js';
import { requestIdHeader, requestIdOf } from './requests/request-id.js';
import type { RouteMethods } from './routes/route-methods.js';
import { requireExpectedBody, requireExpectedQuery, rulesOf } from './routes/route-rules.js';
import { noValidator, zodSerializerCompiler } from './routes/serializer.js';

/** On every answer. Pages set their own content policy over it; answers of an API are never kept and never framed. */
const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** What reached us was no HTTP: there is no request to answer in the usual way. */
function answerNoise(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = JSON.stringify({
    type: 'urn:sixpence:problem:invalid_request',
    title: 'The request is not valid',
    status,
    detail: 'The request could not be read',
    code: 'invalid_request',
  });
  const head = `HTTP/1.1 ${status} Bad Request\r\nContent-Type: ${problemMediaType}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  socket.end(head + body);
}

function addHooks(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(securityHeaders).header(requestIdHeader, request.id);
    requireExpectedQuery(request);
    done();
  });
  // Not before the body is read: what follows it runs in the context of the socket's events.
  instance.addHook('preHandler', (request, _reply, done) => {
    const given = request.headers['traceparent'];
    withTraceparent(typeof given === 'string' && isTraceparent(given) ? given : newTraceparent(), done);
  });
  // A slow client must not hold the application open for ever.
  instance.addHook('preClose', (done) => {
    const timer = setTimeout(() => instance.server.closeAllConnections(), httpLimits.drainMs).unref();
    instance.server.once('close', () => clearTimeout(timer));
    done();
  });
}

function addJsonParser(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if (body.length === 0 && rulesOf(request)?.takesBody === false) {
        done(null, undefined);
        return;
      }
      const value = parseJsonBody(body);
      requireExpectedBody(request, value);
      done(null, value);
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

/** Nest's adapter over a Fastify with our bounds, parser, serializer and headers. Nest's middleware is off: nothing uses it. */
export function createAdapter(log: Logger, routes: RouteMethods): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: httpLimits.bodyBytes,
    connectionTimeout: 0,
    requestTimeout: httpLimits.requestTimeoutMs,
    keepAliveTimeout: httpLimits.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    http: { headersTimeout: httpLimits.headersTimeoutMs, connectionsCheckingInterval: 5_000 },
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => requestIdOf(request),
    clientErrorHandler: answerNoise,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(securityHeaders).header(requestIdHeader, request.id);
      sendProblem(log, findProblem(error), request, reply);
    },
    skipMiddie: true,
  });
  const instance = adapter.getInstance<FastifyInstance>();
  instance.server.maxConnections = httpLimits.connections;
  instance.setSerializerCompiler(zodSerializerCompiler);
  instance.setValidatorCompiler(noValidator);
  instance.addHook('onRoute', (route) => routes.add(route));
  addJsonParser(instance);
  addHooks(instance);
  return adapter;
}
