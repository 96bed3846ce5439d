import type { ServiceOptions } from '@sixpence/service-host';
import type { SendingTimings } from './sending/sending-timings.js';

/** Nest's token for the options of this application. */
export const NOTIFICATIONS_OPTIONS = Symbol('sixpence.notifications-options');

/** All that notifications is told from outside. */
export interface NotificationsOptions extends ServiceOptions {
  /** smtp:// or smtps://, with its login. Without it messages stay in the mailbox. */
  readonly smtpUrl?: string | undefined;
  /** The address that mails come from; made of the mail server's login or host when undefined. */
  readonly mailFrom?: string | undefined;
  readonly sending?: Partial<SendingTimings> | undefined;
}
