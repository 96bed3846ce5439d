/** A message on its way out. */
export interface OutgoingMail {
  readonly id: string;
  readonly kind: string;
  readonly invoiceId: string;
  readonly storeId: string;
  readonly livemode: boolean;
  readonly recipient: string;
  readonly senderName: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly createdAt: Date;
  /** This try included. */
  readonly attempts: number;
  readonly traceparent: string | null;
}

/**
 * What became of a try. `refused` is the mail server's last word on this mail; after `failed` it may be tried again. A try
 * whose outcome is unknown has failed: the mail that comes twice then has the same Message-ID.
 */
export type Outcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused' | 'failed'; readonly reason: string };

/** Where messages go. */
export interface Postman {
  readonly channel: 'smtp' | 'mailbox';
  /** Hands the mail over; gives up, with an unknown outcome, when `stop` aborts. Never throws. */
  deliver(mail: OutgoingMail, stop: AbortSignal): Promise<Outcome>;
  close(): void;
}

const MAX_REASON_LENGTH = 500;

/** Commands whose refusal is about this mail; a refusal of the others is about us, and somebody may mend it. */
const MAIL_COMMANDS = new Set(['RCPT TO', 'DATA']);
/** Replies to those commands that speak of the login or the encryption all the same (RFC 4954, RFC 3207). */
const LOGIN_REPLIES = new Set([530, 534, 535, 538]);

/** What a mail client's error means: nodemailer gives the reply's code and the command it was given to. */
export function outcomeOfError(error: unknown): Outcome {
  const { code, command, responseCode } = errorFields(error);
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON_LENGTH);
  const isFinal = responseCode !== undefined && responseCode >= 500 && !LOGIN_REPLIES.has(responseCode);
  const isOfMail = command !== undefined && MAIL_COMMANDS.has(command);
  // Without a reply EENVELOPE and EMESSAGE say that the mail itself cannot be sent by anyone.
  const isUnsendable = responseCode === undefined && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { outcome: (isFinal && isOfMail) || isUnsendable ? 'refused' : 'failed', reason };
}

function errorFields(error: unknown): { code?: string; command?: string; responseCode?: number } {
  return typeof error === 'object' && error !== null ? error : {};
}
