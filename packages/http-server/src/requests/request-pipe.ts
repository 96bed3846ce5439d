import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@sixpence/schemas';
import { z } from 'zod';
import { problemOfIssues } from './issue-problem.js';
import { requireCleanText } from './text-hygiene.js';

/** Each parameter once and clean: a repeated one comes as a list, and handlers would differ on which one counts. */
export function requireCleanParameters(parameters: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'string')
      throw new DomainError('invalid_request', 'The parameter is given twice', { field: name });
    requireCleanText(value, [name]);
  }
}

/**
 * Checks what handlers take with `@Body({ schema })`, `@Query({ schema })` and `@Param`, and hands over what the schema
 * makes of it. Bodies were cleaned when they were parsed. Not Nest's own pipe: that one cannot tell the field and the code.
 */
@Injectable()
export class RequestPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    const { type, data, schema } = metadata;
    if (type === 'custom') return value;
    if (type !== 'body') {
      if (typeof value === 'string') requireCleanText(value, [data ?? type]);
      else if (typeof value === 'object' && value !== null)
        requireCleanParameters(value as Record<string, unknown>);
    } else if (value === undefined && data === undefined) {
      throw new DomainError('invalid_json', 'The body is empty');
    }
    if (!(schema instanceof z.ZodType)) return value;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw problemOfIssues(
      data === undefined
        ? result.error.issues
        : result.error.issues.map((issue) => ({ ...issue, path: [data, ...issue.path] })),
    );
  }
}
