import { DomainError } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';
import { singleHeader } from '../requests/single-header.js';

const printable = /^[\x21-\x7e]{1,100}$/;

/** The `Last-Event-ID` that a browser sends when it connects again, or undefined. Throws `invalid_request` when it is unclean. */
export function lastEventId(request: FastifyRequest): string | undefined {
  const id = singleHeader(request, 'last-event-id');
  if (id === undefined || id === '') return undefined;
  if (id !== null && printable.test(id)) return id;
  throw new DomainError('invalid_request', 'Expected one id of at most 100 printable characters', {
    field: 'Last-Event-ID',
  });
}
