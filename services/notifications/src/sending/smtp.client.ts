import { createTransport } from 'nodemailer';
import { outcomeOfError, type Outcome, type OutgoingMail, type Postman } from './outgoing-mail.js';
import type { SendingTimings } from './sending-timings.js';
import { defaultSender, mailServerOf, messageIdOf } from './smtp-url.js';

const CONNECTIONS = 3;
const CONNECT_TIMEOUT_MS = 10_000;
/** Servers close idle connections; ours goes first, so that no mail meets one that is being closed. */
const IDLE_TIMEOUT_MS = 20_000;

/** Hands mails to a mail server, over few connections that are kept, each mail within its time. */
export function openSmtp(smtpUrl: string, mailFrom: string | undefined, timings: SendingTimings): Postman {
  const from = mailFrom ?? defaultSender(smtpUrl);
  const { auth, ...server } = mailServerOf(smtpUrl);
  const transport = createTransport({
    ...server,
    ...(auth ? { auth } : {}),
    pool: true,
    maxConnections: CONNECTIONS,
    // nodemailer would send a mail again by itself when the connection breaks: how often is ours to decide.
    maxRequeues: 0,
    idleTimeout: IDLE_TIMEOUT_MS,
    connectionTimeout: Math.min(CONNECT_TIMEOUT_MS, timings.silenceTimeoutMs),
    greetingTimeout: timings.silenceTimeoutMs,
    socketTimeout: timings.silenceTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    channel: 'smtp',
    async deliver(mail, stop): Promise<Outcome> {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(timings.sendTimeoutMs)]);
      try {
        await transport.sendMail({ ...contentOf(mail, from), signal });
        return { outcome: 'sent' };
      } catch (error) {
        return outcomeOfError(error);
      }
    },
    close: () => transport.close(),
  };
}

/** Every field is given as data, never as a line for nodemailer to parse: what a store is called cannot become an address. */
const contentOf = (mail: OutgoingMail, from: string) => ({
  from: { name: mail.senderName, address: from },
  to: { name: '', address: mail.recipient },
  ...(mail.replyTo === null ? {} : { replyTo: { name: '', address: mail.replyTo } }),
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  messageId: messageIdOf(mail.id, from),
  date: mail.createdAt,
  // RFC 3834: no vacation notice is to be sent to this.
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
});
