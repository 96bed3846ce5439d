import type { ServiceOptions } from '@sixpence/service-host';
import type { ResolveName } from './addresses/checked-lookup.client.js';

/** Nest's token for the options of this application. */
export const WEBHOOKS_OPTIONS = Symbol('sixpence.webhooks-options');

/** All that webhooks is told from outside. */
export interface WebhooksOptions extends ServiceOptions {
  /** The file with this service's own key pair, made when it is absent: signing secrets are sealed to it. */
  readonly keyFile: string;
  /** In dev mode an endpoint may be on this machine, and speak plain http. */
  readonly allowLoopback: boolean;
  /** How long after an attempt the next one is made, in milliseconds; Svix's schedule when nothing is given. */
  readonly retryDelaysMs?: readonly number[] | undefined;
  /** Bounds of one attempt. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How names are resolved; by the system when nothing is given. */
  readonly resolve?: ResolveName | undefined;
}
