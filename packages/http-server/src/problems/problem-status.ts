import { problems } from '@sixpence/schemas';
import type { ProblemCode, ProblemKind } from '@sixpence/schemas';

/** The one table from a kind of refusal to an HTTP status. */
const statusOfKind: Record<ProblemKind, number> = {
  malformed: 400,
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  method: 405,
  conflict: 409,
  'too-large': 413,
  'media-type': 415,
  unprocessable: 422,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
};

/** The HTTP status that a problem is answered with. */
export const statusOf = (code: ProblemCode): number => statusOfKind[problems[code].kind];
