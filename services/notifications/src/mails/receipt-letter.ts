import type { Invoice } from '@sixpence/schemas';
import { orderFacts, paidAt, paymentFacts } from './invoice-facts.js';
import type { Letter } from './letter.js';
import { amountText, linkOf, oneLine } from './mail-text.js';

/** The payer's receipt of a settled invoice. `storeName` is one line. */
export function receiptLetter(invoice: Invoice, storeName: string): Letter {
  const amount = amountText(invoice.amount, invoice.currency);
  const name = invoice.customer?.name ?? null;
  const url = linkOf(invoice.checkoutUrl);
  return {
    subject: `Receipt from ${storeName}: ${amount}`,
    preview: `Your payment of ${amount} to ${storeName} is complete.`,
    heading: `Receipt from ${storeName}`,
    amount,
    paragraphs: [
      `${name === null ? 'Thank you' : `Thank you, ${oneLine(name, 80)}`}. Your payment is complete and final.`,
    ],
    facts: [...orderFacts(invoice), { label: 'Paid at', value: paidAt(invoice) }, ...paymentFacts(invoice)],
    action: url === undefined ? undefined : { label: 'View the invoice', url },
    footer: `${storeName} takes payments with Sixpence. You get this mail because your address was given for this payment.`,
    test: !invoice.livemode,
  };
}
