import { BaseError, createClient, http } from 'viem';
import { ChainError } from '../chain.js';

/** How long one call to a node may take. */
export const rpcTimeoutMs = 5_000;

/** One JSON-RPC node. Its address may carry a key, so errors name its host only. */
export interface Rpc {
  readonly host: string;
  /** The raw result. Throws a `ChainError` when the node does not answer in time, or answers with an error. */
  call(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** Opens nothing yet: the first call does. */
export function createRpc(url: string): Rpc {
  const { address, headers } = withoutCredentials(url);
  const { host } = address;
  const client = createClient({
    transport: http(address.href, { timeout: rpcTimeoutMs, retryCount: 0, fetchOptions: { headers } }),
  });
  // Our own calls are checked by those who make them, so viem's table of methods and types would only be in the way.
  const request = client.request as (call: {
    method: string;
    params: readonly unknown[];
  }) => Promise<unknown>;
  return {
    host,
    call: async (method, params) => {
      try {
        return await request({ method, params });
      } catch (error) {
        throw new ChainError(`${method} at ${host}: ${reason(error, address.href)}`);
      }
    },
  };
}

/** `fetch` refuses an address with a name and a password in it (https://fetch.spec.whatwg.org): they go into a header. */
function withoutCredentials(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { address, headers: {} };
  address.username = '';
  address.password = '';
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  );
  return { address, headers: { authorization: `Basic ${credentials}` } };
}

/** viem's messages hold the whole address; only the short parts of them are taken, and the address is struck out. */
function reason(error: unknown, url: string): string {
  if (!(error instanceof BaseError)) return error instanceof Error ? error.name : 'unknown error';
  return [error.shortMessage, error.details].join(' ').replaceAll(url, '…').trim().slice(0, 300);
}
