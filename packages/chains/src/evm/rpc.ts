import { ChainError } from '../chain.js';

/** How long one call to a node may take. */
export const rpcTimeoutMs = 5_000;
/** No block and no block's receipts come near it. */
const maxAnswerBytes = 64 * 1_024 * 1_024;

/** One JSON-RPC node. Its address may carry a key, so errors name its host only. */
export interface Rpc {
  readonly host: string;
  /** The raw result. Throws a `ChainError` when the node does not answer in time, or answers with an error. */
  call(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** Opens nothing yet: the first call does. */
export function createRpc(url: string): Rpc {
  const { address, headers } = withoutCredentials(url);
  let id = 0;
  return {
    host: address.host,
    call: async (method, params) => {
      id += 1;
      const request = JSON.stringify({ jsonrpc: '2.0', id, method, params });
      const fault = (what: string) => new ChainError(`${method} at ${address.host}: ${what}`);
      const text = await post(address, headers, request).catch((error: unknown) => {
        throw fault(reason(error));
      });
      return resultOf(text, fault);
    },
  };
}

async function post(address: URL, headers: Record<string, string>, body: string): Promise<string> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    // A redirect would take the credentials and our questions to somebody else.
    redirect: 'error',
    signal: AbortSignal.timeout(rpcTimeoutMs),
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size > maxAnswerBytes) throw new ChainError('the answer is too long');
  }
  if (!response.ok) throw new ChainError(`HTTP ${response.status}`);
  return Buffer.concat(chunks).toString('utf8');
}

/** https://www.jsonrpc.org/specification#response_object */
function resultOf(text: string, fault: (what: string) => ChainError): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw fault('the answer is not JSON');
  }
  if (typeof answer !== 'object' || answer === null) throw fault('the answer is no response');
  const { error, result } = answer as { error?: { message?: unknown }; result?: unknown };
  if (error) throw fault(String(error.message).slice(0, 200));
  if (result === undefined) throw fault('the answer has no result');
  return result;
}

/** `fetch` refuses an address with a name and a password in it (https://fetch.spec.whatwg.org): they go into a header. */
function withoutCredentials(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { address, headers: {} };
  address.username = '';
  address.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
}

/** What fetch says of a failure holds no address: "fetch failed", with the system's code as its cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error instanceof ChainError) return error.message;
  if (error.name === 'TimeoutError') return `no answer within ${rpcTimeoutMs} ms`;
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : error.name;
}
