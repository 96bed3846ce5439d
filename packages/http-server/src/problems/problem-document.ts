import { DomainError, problems } from '@sixpence/schemas';
import { z } from 'zod';
import { statusOf } from './problem-status.js';

/** A problem document: RFC 9457, with our stable `code`, the field at fault and the request's id. */
export const problemDocument = z
  .object({
    type: z.string().describe('A URI that names the problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('Stable: programs may rely on it'),
    field: z.string().optional().describe('The place at fault as a path, for example metadata.note'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = z.output<typeof problemDocument>;

export const problemMediaType = 'application/problem+json';

/** Longest path that is told: the names of unknown fields come from the request. */
const maxFieldLength = 200;

/** The document that a refusal is answered with. */
export function toProblemDocument(error: DomainError, requestId: string): ProblemDocument {
  return {
    type: `urn:sixpence:problem:${error.code}`,
    title: problems[error.code].title,
    status: statusOf(error.code),
    detail: error.detail,
    code: error.code,
    ...(error.field === undefined ? {} : { field: error.field.slice(0, maxFieldLength).toWellFormed() }),
    requestId,
  };
}
