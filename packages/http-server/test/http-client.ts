import type { ProblemDocument } from '../src/index.js';

export interface Answer<Body = ProblemDocument> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A request, its answer's JSON read. */
export async function ask<Body = ProblemDocument>(
  url: string,
  init: RequestInit = {},
): Promise<Answer<Body>> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}

/** A POST of that text, of those bytes, or of that value as JSON. */
export const posting = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : body instanceof Blob ? body : JSON.stringify(body),
});
