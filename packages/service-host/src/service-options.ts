import type { Transport } from '@sixpence/event-bus';
import type { Logger } from '@sixpence/telemetry';

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
}

/** Nest's token for the logger of this application. */
export const LOGGER = Symbol('sixpence.logger');
