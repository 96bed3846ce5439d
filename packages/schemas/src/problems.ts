/**
 * What can be refused, as data: a stable code, a kind and a title that people may read. The kind says what sort of refusal
 * it is; only the HTTP edge turns a kind into a status. Codes are part of the API: they are added, never changed.
 */
export const problems = {
  invalid_request: { kind: 'invalid', title: 'The request is not valid' },
  invalid_json: { kind: 'malformed', title: 'The body is not valid JSON' },
  invalid_amount: { kind: 'invalid', title: 'The amount is not valid' },
  unknown_currency: { kind: 'invalid', title: 'The currency is not known' },
  unknown_asset: { kind: 'invalid', title: 'The asset is not known to this store' },
  unknown_chain: { kind: 'invalid', title: 'The chain is not configured here' },
  invalid_address: { kind: 'invalid', title: 'The address is not valid' },
  invalid_url: { kind: 'invalid', title: 'The address is not allowed' },
  invalid_cursor: { kind: 'invalid', title: 'The cursor is not valid' },
  invalid_idempotency_key: { kind: 'malformed', title: 'The idempotency key is not valid' },
  body_too_large: { kind: 'too-large', title: 'The body is too large' },
  body_too_deep: { kind: 'malformed', title: 'The body is nested too deeply' },
  unsupported_media_type: { kind: 'media-type', title: 'Send application/json' },
  method_not_allowed: { kind: 'method', title: 'The method is not allowed here' },
  unauthenticated: { kind: 'unauthenticated', title: 'A valid key is needed' },
  forbidden: { kind: 'forbidden', title: 'The key may not do this' },
  not_found: { kind: 'missing', title: 'There is nothing here' },
  invoice_not_found: { kind: 'missing', title: 'There is no such invoice' },
  store_not_found: { kind: 'missing', title: 'There is no such store' },
  api_key_not_found: { kind: 'missing', title: 'There is no such API key' },
  endpoint_not_found: { kind: 'missing', title: 'There is no such webhook endpoint' },
  event_not_found: { kind: 'missing', title: 'There is no such event' },
  dead_letter_not_found: { kind: 'missing', title: 'There is no such dead letter' },
  dead_letter_resolved: { kind: 'conflict', title: 'The dead letter was replayed or discarded already' },
  dead_letter_failed_again: { kind: 'conflict', title: 'The event failed again and stays parked' },
  dead_letter_busy: { kind: 'conflict', title: 'The dead letter is being replayed' },
  invoice_not_cancelable: { kind: 'conflict', title: 'The invoice can no longer be canceled' },
  test_payment_unavailable: { kind: 'conflict', title: 'Test payments work on a dev chain only' },
  too_many_endpoints: { kind: 'conflict', title: 'The store has as many webhook endpoints as it may have' },
  idempotency_key_reused: {
    kind: 'unprocessable',
    title: 'The idempotency key was used with another request',
  },
  idempotency_conflict: { kind: 'conflict', title: 'A request with this idempotency key is still running' },
  rate_limited: { kind: 'rate-limited', title: 'Too many requests' },
  rate_unavailable: { kind: 'unavailable', title: 'No fresh rate is available' },
  service_unavailable: { kind: 'unavailable', title: 'A part of the service is not available' },
  request_timeout: { kind: 'unavailable', title: 'A part of the service did not answer in time' },
  internal_error: { kind: 'internal', title: 'Something went wrong on our side' },
} as const satisfies Record<string, { kind: string; title: string }>;

export type ProblemCode = keyof typeof problems;
export type ProblemKind = (typeof problems)[ProblemCode]['kind'];

/** Whether a text is one of our codes: errors that come back over the bus are checked with it. */
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/**
 * A refusal that its sender may read. `code` is stable, `detail` a public sentence, `field` the place at fault as a
 * path (`metadata.note`); `cause` is private and goes to the log only.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly field: string | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: { field?: string | undefined; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, { cause: options.cause });
    this.code = code;
    this.detail = detail;
    this.field = options.field;
  }
}
