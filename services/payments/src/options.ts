import type { ServiceOptions } from '@sixpence/service-host';

/** Nest's token for the options of this application. */
export const PAYMENTS_OPTIONS = Symbol('sixpence.payments-options');

/** A chain to scan, and the nodes to ask, in their order. */
export interface ScannedChain {
  /** CAIP-2, one of `networks` in @sixpence/chains. */
  readonly chain: string;
  readonly rpcUrls: readonly string[];
}

/** All that payments is told from outside. Its port serves its health only. */
export interface PaymentsOptions extends ServiceOptions {
  readonly chains: readonly ScannedChain[];
}
