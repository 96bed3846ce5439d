import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LOGGER } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { NOTIFICATIONS_OPTIONS, type NotificationsOptions } from '../options.js';
import { DueBell } from './due-bell.js';
import { keepInMailbox } from './mailbox.client.js';
import type { Postman } from './outgoing-mail.js';
import { SendDueMessages } from './send-due-messages.js';
import { defaultSendingTimings, type SendingTimings } from './sending-timings.js';
import { openSmtp } from './smtp.client.js';

/** At the end of the service a mail that is being sent has this long; then it is given up, and tried at the next start. */
const GRACE_MS = 5_000;

/** Sends for as long as the service runs. */
@Injectable()
export class Sending implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timings: SendingTimings;
  private readonly postman: Postman;
  private running: Promise<void> | undefined;
  private stopped = false;
  private readonly giveUp = new AbortController();

  constructor(
    @Inject(NOTIFICATIONS_OPTIONS) { smtpUrl, mailFrom, sending }: NotificationsOptions,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly bell: DueBell,
    private readonly sendDueMessages: SendDueMessages,
  ) {
    this.timings = { ...defaultSendingTimings, ...sending };
    this.postman = smtpUrl === undefined ? keepInMailbox() : openSmtp(smtpUrl, mailFrom, this.timings);
  }

  onApplicationBootstrap(): void {
    this.running = this.loop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.bell.ring();
    const timer = setTimeout(() => this.giveUp.abort(), GRACE_MS);
    await this.running;
    clearTimeout(timer);
    this.postman.close();
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      const more = await this.sendDueMessages
        .run(this.postman, this.timings, this.giveUp.signal)
        .catch((error: unknown) => {
          this.logger.error({ error }, 'messages could not be looked at');
          return false;
        });
      if (!more && !this.stopped) await this.bell.wait(this.timings.pollMs);
    }
  }
}
