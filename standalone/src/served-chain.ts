import { assetsBySymbol, chainOfNode, networkOf, networks, setUpDevChain } from '@sixpence/chains';
import type { EvmNetwork } from '@sixpence/chains';
import { EnvironmentError } from './environment.js';
import { isAnvil } from './node-version.js';

/** What this process serves of the chain that its nodes are on. */
export type ServedChain = {
  readonly rpcUrls: readonly string[];
} & (
  | {
      /** A development node, and only there is money test money. */
      readonly dev: true;
      readonly network: EvmNetwork;
    }
  | {
      readonly dev: false;
      /** Undefined on a chain that has the dev chain's number and is none: nothing is served then. */
      readonly network: EvmNetwork | undefined;
    }
);

/**
 * Asks the nodes which chain they serve. On a dev node (chain id 31337, and anvil by its own word) it puts the factory and the
 * test USDC there when they are missing. Throws EnvironmentError for a chain that we do not know.
 */
export async function prepareServedChain(rpcUrls: readonly string[]): Promise<ServedChain> {
  const chain = await chainOfNode(rpcUrls).catch((cause: unknown) => {
    throw new EnvironmentError('no node of EVM_RPC_URL answers', { cause });
  });
  const network = networkOf(chain);
  if (!network) {
    const known = networks.map((each) => `${each.name} (${each.chain})`).join(', ');
    throw new EnvironmentError(`the node of EVM_RPC_URL serves ${chain}; known are ${known}`);
  }
  if (!network.dev) return { rpcUrls, network, dev: false };
  if (!(await isAnvil(rpcUrls))) return { rpcUrls, network: undefined, dev: false };
  await setUpDevChain(rpcUrls);
  return { rpcUrls, network, dev: true };
}

/** The chain's CAIP-2 id, as the list that services take. */
export const chainsOf = ({ network }: ServedChain): string[] => (network ? [network.chain] : []);

/** Symbol → CAIP-19 id of what can be paid with. */
export const assetsOf = ({ network }: ServedChain): Record<string, string> =>
  network ? assetsBySymbol(network) : {};
