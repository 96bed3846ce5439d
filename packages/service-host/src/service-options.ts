import type { Transport } from '@sixpence/event-bus';
import type { Logger, Metrics } from '@sixpence/telemetry';

/** What every service is told from outside. */
export interface ServiceOptions {
  /** postgresql://… */
  readonly databaseUrl: string;
  /** The role that connections take on; the login's own when undefined. */
  readonly databaseRole?: string | undefined;
  readonly databasePoolSize: number;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly transport: Transport;
  readonly logger?: Logger | undefined;
  /** Metrics of its own, which nobody sees, when none are given. */
  readonly metrics?: Metrics | undefined;
}

/** Nest's token for the logger of this application. */
export const LOGGER = Symbol('sixpence.logger');
