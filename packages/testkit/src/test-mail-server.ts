import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from './until.js';
import type { UntilOptions } from './until.js';

/** One mail as it was handed over. */
export interface ReceivedMail {
  /** The envelope, which decides who gets it. */
  readonly from: string;
  readonly to: readonly string[];
  /** The message itself: subject, text, html, headers. */
  readonly message: ParsedMail;
}

export interface TestMailServer {
  /** smtp://127.0.0.1:port, without login or TLS. */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** Refuses every later mail with this SMTP code (421, 451 or 550 …); undefined takes them again. */
  refuseWith(code: number | undefined): void;
  /** The first mail that matches, once it is there. */
  waitFor(match: (mail: ReceivedMail) => boolean, options?: Partial<UntilOptions>): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/** A mail server on the loopback that keeps what it is given. */
export async function testMailServer(port = 0): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  let refusal: number | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      simpleParser(stream, (failure, message) => {
        if (failure) return done(failure);
        if (refusal !== undefined)
          return done(Object.assign(new Error('refused by the test'), { responseCode: refusal }));
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        mails.push({ from: mailFrom ? mailFrom.address : '', to, message });
        done();
      });
    },
  });
  // A client that breaks off is no failure of the server.
  server.on('error', () => {});
  const bound = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.server.address();
      if (address === null || typeof address === 'string') reject(new Error('the mail server has no port'));
      else resolve(address.port);
    });
  });
  return {
    url: `smtp://127.0.0.1:${bound}`,
    mails,
    refuseWith: (code) => void (refusal = code),
    waitFor: (match, options = {}) => until(() => mails.find(match), { what: 'a mail', ...options }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
