/** More than any answer we ask for has: Bitstamp's list of all markets is about 100 kB. */
const maxBytes = 512 * 1024;
/** What a cache has kept for longer is an old price under a new time. */
const maxCachedSeconds = 300;

/** `JSON.parse` as it is since ECMAScript's "JSON.parse source text access", which the compiler's library does not know yet. */
const parse = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/**
 * Gets a JSON document; its numbers come as the texts they were written with, so that no price passes through a
 * floating-point number. Throws on any status but 200, on redirects, on more than 512 KiB, and on an answer that a cache
 * has kept for more than five minutes.
 */
export async function fetchJson(url: URL, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  const fault = faultOf(response);
  if (fault) {
    await response.body?.cancel();
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

/** RFC 9111, 5.1: `Age` is for how many seconds the answer has been in caches. */
function faultOf({ status, headers }: Response): string | undefined {
  if (status !== 200) return String(status);
  const age = Number(headers.get('age') ?? 0);
  return age <= maxCachedSeconds ? undefined : 'what a cache kept for too long';
}
