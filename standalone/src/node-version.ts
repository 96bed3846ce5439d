const ANSWER_WITHIN_MS = 5_000;

/** True when every node calls itself anvil. The chain id alone says little: anyone may run a chain of that number. */
export async function isAnvil(rpcUrls: readonly string[]): Promise<boolean> {
  const versions = await Promise.all(rpcUrls.map(clientVersion));
  return versions.every((version) => version?.startsWith('anvil/'));
}

async function clientVersion(rpcUrl: string): Promise<string | undefined> {
  const url = new URL(rpcUrl);
  const headers = new Headers({ 'content-type': 'application/json' });
  // fetch takes no login in an address.
  if (url.username !== '') {
    const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.set('authorization', `Basic ${Buffer.from(login).toString('base64')}`);
    url.username = '';
    url.password = '';
  }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'web3_clientVersion', params: [] });
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(url, { method: 'POST', headers, body, signal });
    const { result } = (await answer.json()) as { result?: unknown };
    return typeof result === 'string' ? result : undefined;
  } catch {
    return undefined;
  }
}
