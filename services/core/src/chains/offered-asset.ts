import type { EvmAsset, EvmNetwork } from '@sixpence/chains';

/** An asset that a store can be paid in: where it goes on which network. */
export interface OfferedAsset {
  readonly network: EvmNetwork;
  readonly asset: EvmAsset;
  readonly treasury: string;
}
