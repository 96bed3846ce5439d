import { ChainError } from '../chain.js';
import { createRpc, type Rpc } from './rpc.js';

/** Several nodes of one chain, of which one is asked at a time. */
export interface Providers {
  /**
   * Does the whole of `read` at one node, and at the next when that fails in any way, each at most once. So what is read
   * together comes from one node, and an answer that contradicts itself is asked for elsewhere. Throws the last error.
   */
  ask<T>(read: (rpc: Rpc) => Promise<T>): Promise<T>;
}

/**
 * Begins with the first node, and stays with one that works. A node that serves another chain than `chainId` is never
 * asked for anything else: its blocks would be booked as this chain's.
 */
export function createProviders(urls: readonly string[], chainId: number): Providers {
  const nodes = urls.map((url) => ({ rpc: createRpc(url), verified: false }));
  if (nodes.length === 0) throw new RangeError(`Chain ${chainId} has no node to ask`);
  let current = 0;

  const attempt = async <T>(index: number, read: (rpc: Rpc) => Promise<T>): Promise<T> => {
    const node = nodes[index];
    if (!node) throw new RangeError('No such node');
    if (!node.verified) {
      const answer = quantity(await node.rpc.call('eth_chainId', []));
      if (answer !== chainId) throw new ChainError(`${node.rpc.host} serves chain ${answer}, not ${chainId}`);
      node.verified = true;
    }
    try {
      return await read(node.rpc);
    } catch (error) {
      // What comes back may be another node behind the same address.
      node.verified = false;
      throw error;
    }
  };

  return {
    ask: async (read) => {
      let last: unknown;
      for (let tries = 0; tries < nodes.length; tries++) {
        try {
          return await attempt(current, read);
        } catch (error) {
          last = error;
          current = (current + 1) % nodes.length;
        }
      }
      throw last;
    },
  };
}

/** The chain id that a node says it serves, as CAIP-2: for configurations that only name the node. */
export async function chainOfNode(urls: readonly string[]): Promise<string> {
  let last: unknown = new RangeError('No node to ask');
  for (const url of urls) {
    try {
      return `eip155:${quantity(await createRpc(url).call('eth_chainId', []))}`;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** A JSON-RPC quantity that fits a number (https://ethereum.org/developers/docs/apis/json-rpc/#quantities-encoding). */
function quantity(answer: unknown): number {
  if (typeof answer !== 'string' || !/^0x[0-9a-f]{1,13}$/i.test(answer))
    throw new ChainError('The node gave no chain id');
  return Number(answer);
}
