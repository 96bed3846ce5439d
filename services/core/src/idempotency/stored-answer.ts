import { DomainError } from '@sixpence/schemas';

/** What was answered to a request that carried an idempotency key. */
export interface StoredAnswer {
  readonly request_hash: Buffer;
  /** The body as it was sent. */
  readonly answer: string;
}

/** The answer, for the same request again. Throws `idempotency_key_reused` when it is another request. */
export function replay(given: StoredAnswer, requestHash: Buffer): string {
  if (given.request_hash.equals(requestHash)) return given.answer;
  throw new DomainError('idempotency_key_reused', 'The idempotency key was used with another body', {
    field: 'Idempotency-Key',
  });
}
