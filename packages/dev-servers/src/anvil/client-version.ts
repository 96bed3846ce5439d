const ANSWER_WITHIN_MS = 1_000;

/** What an EVM node calls itself, e.g. 'anvil/v1.7.1'; undefined when nothing answers in a second. */
export async function clientVersion(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'web3_clientVersion', params: [] }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const { result } = (await answer.json()) as { result?: unknown };
    return typeof result === 'string' ? result : undefined;
  } catch {
    return undefined;
  }
}
