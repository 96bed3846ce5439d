import { DomainError } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';
import { singleHeader } from './single-header.js';

/** Printable ASCII, at most 255 characters. HTTP has taken the outer spaces off already. */
const printable = /^[\x20-\x7e]{1,255}$/;

/** The `Idempotency-Key` of the request, or undefined. Throws `invalid_idempotency_key` when it is not usable. */
export function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = singleHeader(request, 'idempotency-key');
  if (key === undefined) return undefined;
  if (key !== null && printable.test(key)) return key;
  const field = 'Idempotency-Key';
  throw new DomainError('invalid_idempotency_key', 'Send one key of 1 to 255 printable ASCII characters', {
    field,
  });
}
