import type { ServiceOptions } from '@sixpence/service-host';

/** Nest's token for the options of this application. */
export const CORE_OPTIONS = Symbol('sixpence.core-options');

/** All that core is told from outside. */
export interface CoreOptions extends ServiceOptions {
  /** Where payers find the checkout page, without a slash at its end: an invoice's page is this, a slash and its id. */
  readonly checkoutUrl: string;
  /** The folder with the built checkout page; none is served when undefined. */
  readonly checkoutPagesDir?: string | undefined;
  /** The networks that are served, by CAIP-2 id. */
  readonly chains: readonly string[];
  /** Requests of one API key. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number };
}
