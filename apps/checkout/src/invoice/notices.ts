import type { CheckoutInvoice, InvoiceException } from '@sixpence/sdk';
import { formatCurrency, isZero } from '../amounts/format-amount.js';
import type { Stage } from './stage.js';

/** Something out of the ordinary that the payer must know, in words. */
export interface Notice {
  id: InvoiceException;
  tone: 'warning' | 'info';
  title: string;
  text: string;
}

/** The notices of an invoice, in the order of its exceptions. */
export function noticesOf(invoice: CheckoutInvoice, stage: Stage): Notice[] {
  return invoice.exceptions
    .map((exception) => noticeOf(exception, invoice, stage))
    .filter((notice) => notice !== undefined);
}

function noticeOf(exception: InvoiceException, invoice: CheckoutInvoice, stage: Stage): Notice | undefined {
  const { storeName } = invoice;
  const money = (amount: string) => formatCurrency(amount, invoice.currency);
  switch (exception) {
    case 'underpaid':
      // While it can still be paid, the panel itself says what is due.
      if (stage === 'rest-due' || isZero(invoice.paid)) return undefined;
      return {
        id: exception,
        tone: 'warning',
        title: `${money(invoice.paid)} of ${money(invoice.amount)} arrived`,
        text: `The payment is not complete. ${storeName} has been told; write to them to pay the rest or to get it back.`,
      };
    case 'overpaid':
      return {
        id: exception,
        tone: 'info',
        title: 'More arrived than was due',
        text: `You paid ${money(invoice.paid)} for ${money(invoice.amount)}. Ask ${storeName} to return the difference.`,
      };
    case 'late':
      return lateNotice(storeName, stage);
    case 'marked':
      return {
        id: exception,
        tone: 'info',
        title: 'Decided by the shop',
        text: `${storeName} has set the state of this invoice by hand.`,
      };
    case 'reorged':
      // The end of that story has words of its own.
      if (stage === 'invalid') return undefined;
      return {
        id: exception,
        tone: 'warning',
        title: 'The network took a payment back',
        text: 'This is rare, and most such payments are confirmed again by themselves within minutes. Please keep this page open and do not pay twice.',
      };
    case 'double-spent':
      return {
        id: exception,
        tone: 'warning',
        title: 'A payment was replaced',
        text: 'Its sender replaced it by another transaction before it was confirmed, so it does not count.',
      };
    case 'wrong-asset':
      return {
        id: exception,
        tone: 'warning',
        title: 'Something else arrived',
        text: `An asset came that this invoice does not take, so it does not count. Write to ${storeName} to get it back.`,
      };
  }
}

function lateNotice(storeName: string, stage: Stage): Notice {
  const isAccepted = stage === 'processing' || stage === 'settled';
  return {
    id: 'late',
    tone: isAccepted ? 'info' : 'warning',
    title: 'A payment came late',
    text: isAccepted
      ? 'It arrived after the time was up. It is accepted all the same.'
      : `It arrived when this invoice was no longer open. ${storeName} has been told; write to them about it.`,
  };
}
