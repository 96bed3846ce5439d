import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import { notificationFailed, notificationSent } from '@sixpence/schemas';
import { LOGGER } from '@sixpence/service-host';
import { newTraceparent, withTraceparent, type Logger } from '@sixpence/telemetry';
import { randomUUID } from 'node:crypto';
import { recipientHint } from '../messages/message.js';
import type { Outcome, OutgoingMail, Postman } from './outgoing-mail.js';
import { claimDue, endMessage, postponeMessage, type Lease } from './outgoing.store.js';
import { leaseMs, pauseAfter, type SendingTimings } from './sending-timings.js';

/** As many as are sent side by side: a lease covers one mail's time, so nothing may wait in line under it. */
const AT_ONCE = 3;

/**
 * Sends what is due. The try is counted before it begins and the end is written after it, so a process that dies in between
 * leaves a message that is tried again once its lease ends: then its outcome is unknown, and the Message-ID tells.
 */
@Injectable()
export class SendDueMessages {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly outbox: Outbox,
  ) {}

  /** Sends up to a handful of messages; true when there may be more. What is still being sent when `stop` aborts is tried later. */
  async run(postman: Postman, timings: SendingTimings, stop: AbortSignal): Promise<boolean> {
    const lease: Lease = { id: randomUUID(), lengthMs: leaseMs(timings) };
    const mails = await claimDue(this.db, lease, AT_ONCE);
    await Promise.all(
      mails.map((mail) =>
        withTraceparent(mail.traceparent ?? newTraceparent(), async () => {
          const outcome = await postman.deliver(mail, stop);
          await this.settle(mail, lease, outcome, postman, timings);
        }),
      ),
    );
    return mails.length === AT_ONCE;
  }

  private async settle(
    mail: OutgoingMail,
    lease: Lease,
    result: Outcome,
    postman: Postman,
    timings: SendingTimings,
  ): Promise<void> {
    if (result.outcome === 'sent') return this.end(mail, lease, postman, 'sent', null);
    const pauseMs = result.outcome === 'failed' ? pauseAfter(mail.attempts, timings) : undefined;
    const { id: messageId, attempts } = mail;
    this.logger.warn({ messageId, attempts, pauseMs, reason: result.reason }, 'a message could not be sent');
    if (pauseMs === undefined) await this.end(mail, lease, postman, 'failed', result.reason);
    else await postponeMessage(this.db, lease, messageId, pauseMs, result.reason);
  }

  /** The end and its event in one transaction. Whoever has lost the lease says nothing: another holder will. */
  private async end(
    mail: OutgoingMail,
    lease: Lease,
    { channel }: Postman,
    status: 'sent' | 'failed',
    reason: string | null,
  ): Promise<void> {
    const { id, kind, invoiceId, storeId, livemode, attempts } = mail;
    const now = new Date();
    await this.db.transaction(async (tx) => {
      if (!(await endMessage(tx, lease, id, { status, channel, reason }))) return;
      await this.outbox.append(tx, {
        definition: status === 'sent' ? notificationSent : notificationFailed,
        key: id,
        // A message ends once, and nothing else is told of it.
        version: 1,
        storeId,
        livemode,
        time: now,
        data: {
          object: {
            id,
            object: 'notification',
            storeId,
            invoiceId,
            kind,
            channel,
            recipientHint: recipientHint(mail.recipient),
            attempts,
            at: now.toISOString(),
          },
        },
      });
    });
  }
}
