import { DomainError } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';

/** RFC 6750, section 2.1: the scheme is case-insensitive, the token is of a fixed alphabet. */
const bearer = /^bearer +([\w.~+/-]{1,512}=*)$/i;

/** The token of `Authorization: Bearer …`. Throws `unauthenticated` when there is none. */
export function bearerToken(request: FastifyRequest): string {
  const token = bearer.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined)
    throw new DomainError('unauthenticated', 'Send a key as Authorization: Bearer <key>');
  return token;
}
