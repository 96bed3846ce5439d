import type { DomainError } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemMediaType, toProblemDocument } from './problem-document.js';

/** Sends a refusal, and logs the ones that are our own fault. An answer that has begun can only be cut off. */
export function sendProblem(
  log: Logger,
  problem: DomainError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const document = toProblemDocument(problem, request.id);
  if (document.status >= 500) {
    const path = request.url.split('?', 1)[0];
    const fields = { requestId: request.id, method: request.method, path, error: problem.cause ?? problem };
    if (problem.code === 'internal_error') log.error(fields, 'A request failed');
    else log.warn(fields, 'A request was refused');
  }
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  // RFC 9110, section 11.6.1: a 401 names the scheme that would be accepted.
  if (document.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.code(document.status).header('content-type', problemMediaType).send(JSON.stringify(document));
}
