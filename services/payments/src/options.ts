import type { Transport } from '@sixpence/event-bus';
import type { Logger } from '@sixpence/telemetry';

/** Nest's token for the options of this application. */
export const PAYMENTS_OPTIONS = Symbol('sixpence.payments-options');

/** A chain to scan, and the nodes to ask, in their order. */
export interface ScannedChain {
  /** CAIP-2, one of `networks` in @sixpence/chains. */
  readonly chain: string;
  readonly rpcUrls: readonly string[];
}

/** All that payments is told from outside. */
export interface PaymentsOptions {
  /** postgresql://… */
  readonly databaseUrl: string;
  /** The role that connections take on; the login's own when undefined. */
  readonly databaseRole?: string | undefined;
  readonly databasePoolSize: number;
  readonly host: string;
  /** 0 takes a free one. It serves the health only. */
  readonly port: number;
  readonly chains: readonly ScannedChain[];
  readonly transport: Transport;
  readonly logger?: Logger | undefined;
}
