import { sqlState } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import { scrubText } from '@sixpence/telemetry';

/** A handler throws it for an event that can never have its effect: it is parked at once, without another try. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** A handler did not end within the time that one try has. */
export class HandlerTimeoutError extends Error {
  override readonly name = 'HandlerTimeoutError';

  constructor(timeoutMs: number) {
    super(`the handler did not end within ${timeoutMs} ms`);
  }
}

/** What is kept of a failure beside a parked event: a code and a sentence without secrets. */
export interface Failure {
  readonly code: string;
  readonly text: string;
}

const MAX_TEXT_LENGTH = 1_000;

/** Describes whatever a handler threw. */
export function describeFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { code: codeOf(error), text: scrubText(message).slice(0, MAX_TEXT_LENGTH).replaceAll('\u0000', '') };
}

function codeOf(error: unknown): string {
  if (error instanceof PermanentError || error instanceof DomainError) return error.code;
  const state = sqlState(error);
  if (state !== undefined) return `sqlstate_${state}`;
  return error instanceof Error ? error.name : 'unknown';
}
