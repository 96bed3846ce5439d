import type { Invoice } from '@sixpence/schemas';
import type { MessageKind } from '../messages/message.js';
import type { StoreProfile } from '../stores/store-profile.js';
import { htmlLetter } from './html-letter.js';
import { oneLine } from './mail-text.js';
import { noticeLetter } from './notice-letter.js';
import { plainLetter } from './plain-letter.js';
import { receiptLetter } from './receipt-letter.js';

/** A mail, whole but for its addresses. */
export interface Mail {
  /** The name beside the sender's address. */
  readonly senderName: string;
  /** Where an answer goes: to the merchant, when a payer answers. */
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** RFC 5322 lets a line have 998 characters; nobody reads that far. */
const SUBJECT_LENGTH = 150;
const NAME_LENGTH = 60;

/** The mail of a message: the same invoice and store always give the same mail. */
export function mailOf(kind: MessageKind, invoice: Invoice, store: StoreProfile): Mail {
  const storeName = oneLine(store.name, NAME_LENGTH);
  const toPayer = kind === 'receipt';
  const letter = toPayer ? receiptLetter(invoice, storeName) : noticeLetter(kind, invoice, storeName);
  return {
    senderName: toPayer ? storeName : 'Sixpence',
    replyTo: toPayer ? store.email : null,
    subject: oneLine(letter.test ? `[Test] ${letter.subject}` : letter.subject, SUBJECT_LENGTH),
    text: plainLetter(letter),
    html: htmlLetter(letter),
  };
}
