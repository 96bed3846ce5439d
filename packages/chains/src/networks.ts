import type { Asset } from '@sixpence/money';
import { baseSepolia } from './evm/networks/base-sepolia.js';
import { base } from './evm/networks/base.js';
import { dev } from './evm/networks/dev.js';
import { ethereum } from './evm/networks/ethereum.js';
import { polygon } from './evm/networks/polygon.js';
import { sepolia } from './evm/networks/sepolia.js';
import type { EvmAsset, EvmNetwork } from './evm/network.js';

/** Every network we know. What a deployment uses of them is its configuration's matter. */
export const networks: readonly EvmNetwork[] = [ethereum, base, polygon, sepolia, baseSepolia, dev];

const byChain = new Map(networks.map((network) => [network.chain, network]));
const byAsset = new Map(
  networks.flatMap((network) => network.assets.map((asset) => [asset.asset, { network, asset }] as const)),
);

/** The network of a CAIP-2 id. */
export const networkOf = (chain: string): EvmNetwork | undefined => byChain.get(chain);

/** A listed asset by its CAIP-19 id, with its network. */
export const listedAsset = (asset: Asset): { network: EvmNetwork; asset: EvmAsset } | undefined =>
  byAsset.get(asset);

/** The network's asset of that symbol. Symbols are ours, from the data here: a token cannot choose one. */
export const assetBySymbol = (network: EvmNetwork, symbol: string): EvmAsset | undefined =>
  network.assets.find((asset) => asset.symbol === symbol);

/** Symbol → CAIP-19 id of everything a network takes. */
export const assetsBySymbol = (network: EvmNetwork): Record<string, Asset> =>
  Object.fromEntries(network.assets.map(({ symbol, asset }) => [symbol, asset]));

/** Whether a mode may see a network: real money in live mode, test networks and dev chains in test mode. */
export const visibleIn = (network: EvmNetwork, livemode: boolean): boolean => network.testnet !== livemode;
