import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DomainError } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';

/** What a route takes. It stands in Fastify's configuration of the route. */
export interface RouteRules {
  readonly takesBody: boolean;
  readonly takesQuery: boolean;
}

/** What a handler takes, from the metadata that Nest's parameter decorators left: keys are `<kind>:<index>`. */
export function routeTakes(metadata: unknown): RouteRules {
  const kinds = new Set(Object.keys(metadata ?? {}).map((key) => Number(key.split(':', 1)[0])));
  return { takesBody: kinds.has(RouteParamtypes.BODY), takesQuery: kinds.has(RouteParamtypes.QUERY) };
}

/** The rules of the route that a request was given to; undefined for one that was not declared with `@Answers`. */
export function rulesOf(request: FastifyRequest): RouteRules | undefined {
  return (request.routeOptions.config as { sixpence?: RouteRules }).sixpence;
}

/** Refuses parameters in the query of a route that takes none: a misspelt filter must not be ignored. */
export function requireExpectedQuery(request: FastifyRequest): void {
  if (rulesOf(request)?.takesQuery !== false) return;
  for (const name in request.query as object) {
    throw new DomainError('invalid_request', 'The parameter is not known', { field: name });
  }
}

/** Refuses a body on a route that takes none. An empty object is let through: some clients always send one. */
export function requireExpectedBody(request: FastifyRequest, body: unknown): void {
  if (rulesOf(request)?.takesBody !== false) return;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new DomainError('invalid_request', 'No body is expected here');
  }
  const [name] = Object.keys(body);
  if (name !== undefined) throw new DomainError('invalid_request', 'The field is not known', { field: name });
}
