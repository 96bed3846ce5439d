import { HttpException } from '@nestjs/common';
import { DomainError } from '@sixpence/schemas';

/** Fastify's own refusals, by its error codes; Nest wraps them and keeps the original as the cause. */
function fromFastify(code: string): DomainError | undefined {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new DomainError('body_too_large', 'The body is larger than this server reads');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new DomainError(
        'unsupported_media_type',
        'The body must be JSON, with the content type application/json',
      );
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new DomainError('invalid_request', 'The body is not as long as its Content-Length says');
    case 'FST_ERR_BAD_URL':
      return new DomainError('invalid_request', 'The path is not valid');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new DomainError('not_found', 'There is nothing at this path');
    default:
      return undefined;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * The refusal that an error stands for. What we did not mean to throw is `internal_error`, which tells nothing; its
 * cause goes to the log.
 */
export function findProblem(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const known =
    fromFastify(codeOf(error)) ?? (error instanceof Error ? fromFastify(codeOf(error.cause)) : undefined);
  if (known) return known;
  if (error instanceof HttpException) {
    const status = error.getStatus();
    if (status === 404) return new DomainError('not_found', 'There is nothing at this path');
    if (status === 403) return new DomainError('forbidden', 'This is not allowed');
    if (status < 500) return new DomainError('invalid_request', 'The request is not valid', { cause: error });
  }
  return new DomainError('internal_error', 'The fault is ours and has been logged', { cause: error });
}
