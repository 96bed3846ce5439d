/**
 * The dev chain's blocks in the hands of a test: what lasts two blocks would otherwise last between two and four seconds,
 * and a busy machine would miss it.
 */
export interface Blocks {
  /** From now on a transaction makes its own block, and nothing else makes one. */
  hold(): Promise<void>;
  mine(): Promise<void>;
  /** Replaces the newest block by an empty one: what was in it is gone. */
  takeBack(): Promise<void>;
  /** A block every two seconds again. */
  resume(): Promise<void>;
}

const INTERVAL_S = 2;

export function blocksOf(rpcUrl: string): Blocks {
  const ask = async (method: string, ...params: unknown[]) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const answer = (await response.json()) as { error?: { message: string } };
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
  };
  return {
    hold: () => ask('evm_setAutomine', true),
    mine: () => ask('evm_mine'),
    takeBack: () => ask('anvil_reorg', 1, []),
    resume: () => ask('evm_setIntervalMining', INTERVAL_S),
  };
}
