/** How to reach a mail server, as its client wants it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps). Otherwise it is begun with STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** Nothing is said before TLS is there: a login must not cross a network in clear. */
  readonly requireTLS: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads smtp://user:password@host:port or smtps://…; ports are those of submission (RFC 8314) when none is given. */
export function mailServerOf(smtpUrl: string): MailServer {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? SUBMISSIONS_PORT : SUBMISSION_PORT) : Number(url.port),
    secure,
    requireTLS: !secure && user !== '' && !LOOPBACK.has(url.hostname),
    auth: user === '' ? undefined : { user, pass: decodeURIComponent(url.password) },
  };
}

/** The address to send from when none is given: the login where it is one, else our name at the server's host. */
export function defaultSender(smtpUrl: string): string {
  const { host, auth } = mailServerOf(smtpUrl);
  if (auth?.user.includes('@')) return auth.user;
  return `sixpence@${/^[\d.]+$|:/.test(host) ? 'localhost' : host}`;
}

/** The Message-ID of a message: always the same, so that a mail that comes twice is recognised as one (RFC 5322, 3.6.4). */
export const messageIdOf = (id: string, from: string): string =>
  `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
