/** More than any answer we ask for has: Bitstamp's list of all markets is about 100 kB. */
const maxBytes = 512 * 1024;
/** What a cache has kept for longer is an old price under a new time. */
const maxCachedSeconds = 300;
/** For how long a source is left alone that does not say for how long, and at most, in seconds. */
const restSeconds = { usual: 60, most: 600 };

/** A source that asks to be left alone for a while: 429, or 418 as Binance says to those who did not listen. */
export class AskedTooOftenError extends Error {
  override readonly name = 'AskedTooOftenError';

  constructor(
    host: string,
    readonly restMs: number,
  ) {
    super(`${host} asks to be left alone for ${restMs} ms`);
  }
}

/** `JSON.parse` as it is since ECMAScript's "JSON.parse source text access", which the compiler's library does not know yet. */
const parse = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/**
 * Gets a JSON document; its numbers come as the texts they were written with, so that no price passes through a
 * floating-point number. Throws on any status but 200, on redirects, on more than 512 KiB, and on an answer that a cache
 * has kept for more than five minutes; an `AskedTooOftenError` on 429.
 */
export async function fetchJson(url: URL, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  const fault = faultOf(response);
  if (fault) {
    await response.body?.cancel();
    if (response.status === 429 || response.status === 418) {
      throw new AskedTooOftenError(url.host, restMs(response.headers.get('retry-after')));
    }
    throw new Error(`${url.host} answered ${fault}`);
  }
  const body: AsyncIterable<Uint8Array> | Uint8Array[] = response.body ?? [];
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the body.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`${url.host} answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return parse(Buffer.concat(chunks).toString('utf8'), (_, value, { source }) =>
    typeof value === 'number' ? source : value,
  );
}

/** RFC 9110, 10.2.3: `Retry-After` in seconds. */
function restMs(retryAfter: string | null): number {
  const seconds = /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : restSeconds.usual;
  return Math.min(seconds, restSeconds.most) * 1_000;
}

/** RFC 9111, 5.1: `Age` is for how many seconds the answer has been in caches. */
function faultOf({ status, headers }: Response): string | undefined {
  if (status !== 200) return String(status);
  const age = Number(headers.get('age') ?? 0);
  return age <= maxCachedSeconds ? undefined : 'what a cache kept for too long';
}
