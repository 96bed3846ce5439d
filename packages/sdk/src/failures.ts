/** The server refused. `code` is stable and part of the API; `detail` is a sentence for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    /** HTTP status. */
    readonly status: number,
    /** A problem code of the API, for example `invoice_not_found`; undefined when the answer was no problem document. */
    readonly code: string | undefined,
    readonly detail: string,
    /** The place at fault in the request, as a path. */
    readonly field: string | undefined,
    /** What the operator can look the request up by. */
    readonly requestId: string | undefined,
  ) {
    super(detail);
  }

  /** Whether asking again can help: the server is busy or broken, and said nothing about the request itself. */
  get passes(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** No answer, or none that can be read: the line is down, the server is away, or something else answered. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(cause: unknown) {
    super('The payment service did not answer', { cause });
  }
}

/** The failure that an answer with a status of 400 or more stands for. `body` is its JSON, or undefined without any. */
export function problemOf(status: number, body: unknown): ProblemError {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const detail = text('detail') ?? text('title') ?? `The payment service answered ${status}`;
  return new ProblemError(status, text('code'), detail, text('field'), text('requestId'));
}
