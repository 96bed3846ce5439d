import type { Invoice, InvoicePayment } from '@sixpence/schemas';
import type { Fact } from './letter.js';
import { amountText, oneLine, timeText } from './mail-text.js';

/** More payments than this are told as a number: a mail is read, not searched. */
const PAYMENTS_SHOWN = 5;
const VALUE_LENGTH = 200;

/** What both payer and merchant know an invoice by. */
export function orderFacts(invoice: Invoice): Fact[] {
  const facts: (Fact | undefined)[] = [
    fact('Order', invoice.orderId),
    fact('For', invoice.description),
    fact('Invoice', invoice.id),
  ];
  return facts.filter((one) => one !== undefined);
}

/** The payments that count, newest last. */
export function paymentFacts(invoice: Invoice): Fact[] {
  const counted = invoice.payments.filter(({ status }) => status === 'confirmed' || status === 'detected');
  const shown = counted.slice(0, PAYMENTS_SHOWN).flatMap((payment) => [
    { label: 'Paid', value: amountText(payment.amount, symbolOf(invoice, payment)) },
    { label: 'Transaction', value: payment.transaction },
  ]);
  const rest = counted.length - PAYMENTS_SHOWN;
  return rest > 0
    ? [...shown, { label: 'And', value: `${rest} more ${rest === 1 ? 'payment' : 'payments'}` }]
    : shown;
}

/** When the last payment that counts was final, else when the invoice last changed. */
export function paidAt(invoice: Invoice): string {
  const times = invoice.payments.map(({ confirmedAt }) => confirmedAt).filter((time) => time !== null);
  return timeText(times.sort().at(-1) ?? invoice.updatedAt);
}

/** Who paid, as far as the merchant was told. */
export function customerFacts({ customer }: Invoice): Fact[] {
  const facts = [fact('Customer', customer?.name ?? null), fact('E-mail', customer?.email ?? null)];
  return facts.filter((one) => one !== undefined);
}

const fact = (label: string, value: string | null): Fact | undefined =>
  value === null ? undefined : { label, value: oneLine(value, VALUE_LENGTH) };

function symbolOf(invoice: Invoice, payment: InvoicePayment): string {
  const method = invoice.paymentMethods.find(({ id }) => id === payment.methodId);
  return method?.symbol ?? payment.asset;
}
