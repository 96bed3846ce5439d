import type { Transport } from '@sixpence/event-bus';
import type { Logger } from '@sixpence/telemetry';

/** Nest's token for the options of this application. */
export const CORE_OPTIONS = Symbol('sixpence.core-options');

/** All that core is told from outside. */
export interface CoreOptions {
  /** postgresql://… */
  readonly databaseUrl: string;
  /** The role that connections take on; the login's own when undefined. */
  readonly databaseRole?: string | undefined;
  readonly databasePoolSize: number;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where payers find the checkout page, without a slash at its end: an invoice's page is this, a slash and its id. */
  readonly checkoutUrl: string;
  /** The folder with the built checkout page; none is served when undefined. */
  readonly checkoutPagesDir?: string | undefined;
  /** The networks that are served, by CAIP-2 id. */
  readonly chains: readonly string[];
  /** Requests of one API key. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number };
  readonly transport: Transport;
  readonly logger?: Logger | undefined;
}
