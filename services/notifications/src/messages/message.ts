import type { Invoice, InvoiceStatus } from '@sixpence/schemas';

/** A receipt goes to the payer; notices go to the merchant. */
export const messageKinds = [
  'receipt',
  'notice-settled',
  'notice-underpaid',
  'notice-overpaid',
  'notice-reopened',
] as const;
export type MessageKind = (typeof messageKinds)[number];
export type NoticeKind = Exclude<MessageKind, 'receipt'>;

/** A message to be written. `recipient` is null for the merchant, whose address is the store's. */
export interface Intent {
  readonly kind: MessageKind;
  readonly recipient: string | null;
  readonly invoice: Invoice;
}

/** More addresses than this get no receipt of one invoice: the page that asks for them is open to anyone. */
export const maxReceiptsPerInvoice = 5;

/**
 * What an invoice's event gives reason to write. A merchant hears of what is settled and of what needs a decision: money
 * that is too little once no more is awaited, money that is too much, and money that the chain took back after it
 * was final. While the payer can still act nobody is bothered. Two events that give the same reason give one message,
 * since there is one for each kind, invoice and reader.
 */
export function messagesFor(type: string, invoice: Invoice, previous: InvoiceStatus | undefined): Intent[] {
  const notice = (kind: NoticeKind): Intent => ({ kind, recipient: null, invoice });
  const over = invoice.exceptions.includes('overpaid') ? [notice('notice-overpaid')] : [];
  switch (type) {
    case 'invoice.settled':
      return [...receiptsOf(invoice), notice('notice-settled'), ...over];
    case 'invoice.overpaid':
      return invoice.status === 'settled' ? over : [];
    case 'invoice.expired':
    case 'invoice.underpaid':
      return isOver(invoice) && invoice.exceptions.includes('underpaid') ? [notice('notice-underpaid')] : [];
    case 'invoice.reopened':
      return previous === 'settled' ? [notice('notice-reopened')] : [];
    default:
      return [];
  }
}

function receiptsOf(invoice: Invoice): Intent[] {
  const email = invoice.customer?.email ?? null;
  return email === null ? [] : [{ kind: 'receipt', recipient: email, invoice }];
}

const isOver = ({ status }: Invoice): boolean =>
  status === 'expired' || status === 'canceled' || status === 'invalid';

/** Enough of an address to recognise it by, and not enough to write to it: `a…@example.com`. */
export function recipientHint(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '…' : `${address[0] ?? ''}…${address.slice(at)}`;
}
