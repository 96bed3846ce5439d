import { ChainError, type Chain } from '../chain.js';
import { isAnvil } from './anvil.js';
import { blockTransfers } from './block-transfers.js';
import type { EvmNetwork } from './network.js';
import { createProviders } from './providers.js';
import { parseBlock, parseHeader, parseReceipts, refOf } from './raw-block.js';
import type { Rpc } from './rpc.js';

/** Reads an EVM chain through one or several nodes, tried in their order. Nothing is asked before the first call. */
export function openEvmChain(network: EvmNetwork, rpcUrls: readonly string[]): Chain {
  const providers = createProviders(rpcUrls, network.chainId);
  return {
    network,
    head: () => providers.ask(readHead),
    header: (height) => providers.ask((rpc) => readHeader(rpc, height)),
    block: (height) => providers.ask((rpc) => readBlock(rpc, network, height)),
    devNode: async () => network.dev && (await providers.ask(isAnvil)),
  };
}

async function readHead(rpc: Rpc) {
  return refOf(parseHeader(await rpc.call('eth_getBlockByNumber', ['latest', false])));
}

async function readHeader(rpc: Rpc, height: number) {
  const answer = await askForBlock(rpc, height, false);
  return answer === undefined ? undefined : refOf(parseHeader(answer));
}

async function readBlock(rpc: Rpc, network: EvmNetwork, height: number) {
  const answer = await askForBlock(rpc, height, true);
  if (answer === undefined) return undefined;
  const block = parseBlock(answer);
  // A block without transactions has no receipts to ask for: most blocks of a dev chain.
  const receipts =
    block.transactions.length === 0 ? [] : await rpc.call('eth_getBlockReceipts', [toQuantity(height)]);
  return { ref: refOf(block), transfers: blockTransfers(network, block, parseReceipts(receipts)) };
}

/**
 * The raw block, or `undefined` when the height is above this node's head. A node that answers `null` for a block that it must have
 * has failed: taken for "nothing there", it would hide the payments in it.
 */
async function askForBlock(rpc: Rpc, height: number, full: boolean): Promise<unknown> {
  const answer = await rpc.call('eth_getBlockByNumber', [toQuantity(height), full]);
  if (answer !== null) {
    if (parseHeader(answer).number !== height)
      throw new ChainError(`${rpc.host} gave another block than ${height}`);
    return answer;
  }
  const head = await readHead(rpc);
  if (head.height >= height)
    throw new ChainError(`${rpc.host} has no block ${height}, and its head is ${head.height}`);
  return undefined;
}

const toQuantity = (height: number) => `0x${height.toString(16)}`;
