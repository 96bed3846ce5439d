import type { Invoice } from '@sixpence/schemas';
import type { NoticeKind } from '../messages/message.js';
import { customerFacts, orderFacts, paymentFacts } from './invoice-facts.js';
import type { Letter } from './letter.js';
import { amountText, linkOf, oneLine } from './mail-text.js';

/** What a notice says that differs from kind to kind. `order` names the invoice in a subject. */
interface Wording {
  readonly subject: (order: string, invoice: Invoice) => string;
  readonly heading: string;
  readonly amount: (invoice: Invoice) => string;
  readonly paragraphs: (invoice: Invoice) => readonly string[];
}

const total = ({ amount, currency }: Invoice): string => amountText(amount, currency);
const paid = ({ paid: value, currency }: Invoice): string => amountText(value, currency);

const wordings: Readonly<Record<NoticeKind, Wording>> = {
  'notice-settled': {
    subject: (order, invoice) => `Paid: ${total(invoice)} for ${order}`,
    heading: 'An invoice was paid',
    amount: total,
    paragraphs: (invoice) => [
      'The payment is final: you can deliver.',
      ...(invoice.exceptions.includes('late')
        ? ['It came after the invoice had expired, and was accepted.']
        : []),
    ],
  },
  'notice-underpaid': {
    subject: (order, invoice) => `Please decide: ${paid(invoice)} of ${total(invoice)} paid for ${order}`,
    heading: 'An invoice ended without being paid in full',
    amount: (invoice) => `${paid(invoice)} of ${total(invoice)}`,
    paragraphs: ({ due, currency }) => [
      `${amountText(due, currency)} is missing, and the time to pay is over. What came is yours: ask the customer for the rest with a new invoice, or pay it back.`,
    ],
  },
  'notice-overpaid': {
    subject: (order, invoice) =>
      `Please decide: ${paid(invoice)} instead of ${total(invoice)} paid for ${order}`,
    heading: 'An invoice was paid with more than it asked for',
    amount: (invoice) => `${paid(invoice)} of ${total(invoice)}`,
    paragraphs: () => [
      'The invoice is settled. Pay back what is too much, or agree with the customer on what to do with it.',
    ],
  },
  'notice-reopened': {
    subject: (order, invoice) => `Hold delivery: a payment of ${total(invoice)} for ${order} was taken back`,
    heading: 'A payment was taken back by its chain',
    amount: total,
    paragraphs: ({ status }) => [
      'This invoice was settled, and the chain has since replaced the blocks that held its payment. It is rare. If you have not delivered, wait.',
      status === 'processing'
        ? 'The payment is on the chain again and not final yet.'
        : 'The payment is not on the chain at this moment; it may come back.',
    ],
  },
};

/** The merchant's notice of an invoice. `storeName` is one line. */
export function noticeLetter(kind: NoticeKind, invoice: Invoice, storeName: string): Letter {
  const wording = wordings[kind];
  const order = invoice.orderId === null ? invoice.id : `order ${oneLine(invoice.orderId, 60)}`;
  const url = linkOf(invoice.checkoutUrl);
  const [first = ''] = wording.paragraphs(invoice);
  return {
    subject: wording.subject(order, invoice),
    preview: first,
    heading: wording.heading,
    amount: wording.amount(invoice),
    paragraphs: wording.paragraphs(invoice),
    facts: [...orderFacts(invoice), ...customerFacts(invoice), ...paymentFacts(invoice)],
    action: url === undefined ? undefined : { label: 'View the invoice', url },
    footer: `Sixpence writes to this address because it is the one of ${storeName}.`,
    test: !invoice.livemode,
  };
}
