import type { InvoiceException, InvoiceStatus, PaymentStatus } from '@sixpence/schemas';

/**
 * What `payments` says of a payment beyond its status: `matched` is the usual case, `held` waits for a person, `unmatched`
 * came after the invoice was no longer monitored.
 */
export type Disposition = 'matched' | 'held' | 'unmatched';

/** What the rules need to know of a payment. `value` is in the invoice's currency at scale 30, exact. */
export interface PaymentFacts {
  readonly value: bigint;
  readonly status: PaymentStatus;
  readonly disposition: Disposition;
  readonly blockTime: Date;
}

/** All that decides the state of an invoice. `dueValue` is its amount at scale 30. */
export interface InvoiceFacts {
  readonly dueValue: bigint;
  readonly expiresAt: Date;
  readonly monitoringUntil: Date;
  readonly canceledAt: Date | null;
  /** Nothing in a block up to `expiresAt` is still unknown, or we have waited long enough for that. */
  readonly expiredAt: Date | null;
  /** The same for `monitoringUntil`. */
  readonly closedAt: Date | null;
  readonly payments: readonly PaymentFacts[];
}

/** What follows from the facts. Both values are at scale 30; `restValue` is what is still to be paid. */
export interface InvoiceState {
  readonly status: InvoiceStatus;
  readonly exceptions: readonly InvoiceException[];
  readonly paidValue: bigint;
  readonly restValue: bigint;
}

/**
 * Where a payment belongs: it counts for the invoice, or it is money for which somebody has to be asked: `late` came after
 * a cancelation, `unmatched` after the monitoring, `held` is kept back.
 */
export type Placement = 'counted' | 'late' | 'unmatched' | 'held';

/** Over by more than this much, in thousandths of what is due, is called overpaid. */
const overpaidToleranceThousandths = 5n;

/** Where a payment belongs, whatever its status. The time that matters is its block's: nobody can choose it afterwards. */
export function placementOf(payment: PaymentFacts, invoice: InvoiceFacts): Placement {
  if (payment.disposition === 'held') return 'held';
  if (payment.disposition === 'unmatched' || payment.blockTime > invoice.monitoringUntil) return 'unmatched';
  if (invoice.canceledAt && payment.blockTime > invoice.canceledAt) return 'late';
  return 'counted';
}

/** Whether a payment came too late: after the expiry or after the cancelation. */
export const isLate = (
  payment: { blockTime: Date },
  invoice: Pick<InvoiceFacts, 'expiresAt' | 'canceledAt'>,
): boolean =>
  payment.blockTime > invoice.expiresAt ||
  (invoice.canceledAt !== null && payment.blockTime > invoice.canceledAt);

/**
 * The state of an invoice. A pure function of the facts: in which order they became known does not matter, and a
 * payment that the chain takes back leaves the state that there would be without it.
 */
export function evaluate(invoice: InvoiceFacts): InvoiceState {
  const onChain = invoice.payments.filter(({ status }) => status === 'detected' || status === 'confirmed');
  const counted = onChain.filter((payment) => placementOf(payment, invoice) === 'counted');
  const paidValue = sum(counted);
  const confirmedValue = sum(counted.filter(({ status }) => status === 'confirmed'));
  return {
    status: statusOf(invoice, paidValue, confirmedValue),
    exceptions: exceptionsOf(invoice, paidValue, onChain),
    paidValue,
    restValue: paidValue < invoice.dueValue ? invoice.dueValue - paidValue : 0n,
  };
}

function statusOf(invoice: InvoiceFacts, paidValue: bigint, confirmedValue: bigint): InvoiceStatus {
  if (confirmedValue >= invoice.dueValue) return 'settled';
  if (paidValue >= invoice.dueValue) return 'processing';
  if (invoice.canceledAt) return 'canceled';
  // It was paid once, the chain took that back, and there is no more time for it to come again.
  if (invoice.closedAt && paidValue + sum(takenBack(invoice)) >= invoice.dueValue) return 'invalid';
  return invoice.expiredAt || invoice.closedAt ? 'expired' : 'new';
}

function exceptionsOf(
  invoice: InvoiceFacts,
  paidValue: bigint,
  onChain: readonly PaymentFacts[],
): InvoiceException[] {
  const overpaidFrom = invoice.dueValue * (1000n + overpaidToleranceThousandths);
  const asked = onChain.filter((payment) => ['counted', 'late'].includes(placementOf(payment, invoice)));
  // In the order of `invoiceExceptions`, since the first is the one that is shown alone.
  const found: [InvoiceException, boolean][] = [
    ['underpaid', paidValue > 0n && paidValue < invoice.dueValue],
    ['overpaid', paidValue * 1000n > overpaidFrom],
    ['late', asked.some((payment) => isLate(payment, invoice))],
    ['reorged', takenBack(invoice).some(({ status }) => status === 'reorged')],
  ];
  return found.filter(([, holds]) => holds).map(([exception]) => exception);
}

/** The payments that would count, had the chain not taken them back. */
const takenBack = (invoice: InvoiceFacts): PaymentFacts[] =>
  invoice.payments.filter(
    (payment) =>
      (payment.status === 'reorged' || payment.status === 'replaced') &&
      placementOf(payment, invoice) === 'counted',
  );

const sum = (payments: readonly PaymentFacts[]): bigint =>
  payments.reduce((total, { value }) => total + value, 0n);
