import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const requestIdHeader = 'x-request-id';

/** What a request id of a caller may look like: it goes to logs and back in a header. */
const cleanId = /^[\w.:/+=-]{1,128}$/;

/** The id that the caller gave, when it is clean, or a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers[requestIdHeader];
  return typeof given === 'string' && cleanId.test(given) ? given : randomUUID();
}
