import type { Transport } from '@sixpence/event-bus';
import type { Logger } from '@sixpence/telemetry';
import type { SendingTimings } from './sending/retry-schedule.js';

/** Nest's token for the options of this application. */
export const NOTIFICATIONS_OPTIONS = Symbol('sixpence.notifications-options');

/** Nest's token for the service's logger. */
export const LOGGER = Symbol('sixpence.notifications-logger');

/** All that notifications is told from outside. */
export interface NotificationsOptions {
  /** postgresql://… */
  readonly databaseUrl: string;
  /** The role that connections take on; the login's own when undefined. */
  readonly databaseRole?: string | undefined;
  readonly databasePoolSize: number;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** smtp:// or smtps://, with its login. Without it messages stay in the mailbox. */
  readonly smtpUrl?: string | undefined;
  /** The address that mails come from; made of the mail server's login or host when undefined. */
  readonly mailFrom?: string | undefined;
  readonly sending?: Partial<SendingTimings> | undefined;
  readonly transport: Transport;
  readonly logger?: Logger | undefined;
}
