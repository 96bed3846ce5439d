import { DomainError, isProblemCode } from '@sixpence/schemas';
import type { ReplyProblem } from '../transport/transport.js';

/** What the one who asked is told of a failure. Only a DomainError's own words are meant to be read by others. */
export function toProblem(error: unknown): ReplyProblem {
  if (error instanceof DomainError) return { code: error.code, detail: error.detail, field: error.field };
  return { code: 'internal_error', detail: 'Something went wrong on our side' };
}

/** The error that a problem in an answer stands for. A code we do not know (of a newer release) becomes internal_error. */
export function fromProblem(problem: ReplyProblem): DomainError {
  if (!isProblemCode(problem.code))
    return new DomainError('internal_error', 'Something went wrong on our side', { cause: problem });
  return new DomainError(problem.code, problem.detail, { field: problem.field });
}
