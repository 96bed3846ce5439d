import type { ServiceOptions } from '@sixpence/service-host';

/** Nest's token for the options of this application. */
export const ADMIN_OPTIONS = Symbol('sixpence.admin-options');

/** All that admin is told from outside. */
export interface AdminOptions extends ServiceOptions {
  /** The operator's token. Whoever has it makes stores and keys. */
  readonly adminToken: string;
}
