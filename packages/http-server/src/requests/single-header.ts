import type { FastifyRequest } from 'fastify';

/**
 * A header's value: undefined when it is absent, null when it is given more than once. Node joins repeated headers with
 * a comma, which cannot be told from one value that holds a comma.
 */
export function singleHeader(request: FastifyRequest, name: string): string | null | undefined {
  const value = request.headers[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') return null;
  const { rawHeaders } = request.raw;
  let times = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) times += 1;
  }
  return times > 1 ? null : value;
}
