import type { Asset } from '@sixpence/money';

/** A block, enough of it to follow the chain. `time` is the block's own time in seconds since 1970. */
export interface BlockRef {
  readonly height: number;
  readonly hash: string;
  readonly parentHash: string;
  readonly time: number;
}

/** Money that moved in a block. Failed transactions, zero amounts and assets that are not listed never become one. */
export interface Transfer {
  /** The transaction's hash, in lower case. */
  readonly transaction: string;
  /**
   * The place inside the transaction, unique there and the same whenever the transaction is mined again:
   * `value` for the native coin that the transaction itself carries, `log:n` for the n-th log of its receipt.
   */
  readonly position: string;
  readonly asset: Asset;
  /** Addresses in the form in which they are compared: lower case on EVM chains. */
  readonly from: string;
  readonly to: string;
  /** In the asset's smallest unit, above zero. */
  readonly amount: bigint;
}

export interface Block {
  readonly ref: BlockRef;
  readonly transfers: readonly Transfer[];
}

/** An asset that is taken on a network. */
export interface ListedAsset {
  readonly asset: Asset;
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  /** How many decimals payers are asked to type; amounts due are rounded up to it. At most 8, at most `decimals`. */
  readonly payDecimals: number;
  /** Transfers below this, in the smallest unit, change nothing. */
  readonly minAmount: bigint;
  /** The currency it is pegged to. */
  readonly stable?: string | undefined;
}

/** A network and the policy that goes with it. */
export interface Network {
  /** CAIP-2. */
  readonly chain: string;
  readonly name: string;
  /** Test networks and dev chains are for test mode only. */
  readonly testnet: boolean;
  readonly dev: boolean;
  /** Blocks on top and including a payment's own until it counts as final. */
  readonly confirmations: number;
  readonly blockTimeMs: number;
  /** The native coin first. */
  readonly assets: readonly ListedAsset[];
}

/**
 * A chain that can be read. Every method asks a node: an answer that is missing or makes no sense is a `ChainError`, never
 * "there is nothing". Each call is bounded in time.
 */
export interface Chain {
  readonly network: Network;
  /** The newest block. */
  head(): Promise<BlockRef>;
  /** The header at a height of the chain as it is now; `undefined` when the chain is not that long yet. */
  header(height: number): Promise<BlockRef | undefined>;
  /** The block at a height, with its transfers; `undefined` when the chain is not that long yet. */
  block(height: number): Promise<Block | undefined>;
  /** Whether the node is a development node, on which nothing is worth anything. */
  devNode(): Promise<boolean>;
}

/** A node could not be read. The message is safe to log: node addresses carry keys, so only their hosts are named. */
export class ChainError extends Error {
  override readonly name = 'ChainError';
}
