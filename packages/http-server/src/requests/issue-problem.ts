import { DomainError, isProblemCode } from '@sixpence/schemas';
import type { z } from 'zod';
import { codeOfFaultAt, fieldName } from '../problems/field-codes.js';

/** A schema may name the code of its fault: `ctx.addIssue({ code: 'custom', params: { problem: 'invalid_url' } })`. */
function codeOf(issue: z.core.$ZodIssue) {
  const named: unknown = issue.code === 'custom' ? issue.params?.['problem'] : undefined;
  return typeof named === 'string' && isProblemCode(named) ? named : codeOfFaultAt(issue.path);
}

/** The refusal for the first fault that a schema found: its place is the problem's field. */
export function problemOfIssues(issues: readonly z.core.$ZodIssue[]): DomainError {
  const [issue] = issues;
  if (!issue) return new DomainError('invalid_request', 'The request is not valid');
  if (issue.code === 'unrecognized_keys') {
    const field = fieldName([...issue.path, ...issue.keys.slice(0, 1)]);
    return new DomainError('invalid_request', 'The field is not known', { field });
  }
  const place = issue.path.length > 0 ? { field: fieldName(issue.path) } : {};
  return new DomainError(codeOf(issue), issue.message, place);
}
