import type { CheckoutPayment } from '@sixpence/sdk';

/** How far the payments that count are confirmed, all in all: as far as the slowest. */
export interface Confirmation {
  confirmations: number;
  required: number;
}

/** The slowest of the payments that count; more confirmations than required count as required. */
export function confirmationOf(payments: CheckoutPayment[]): Confirmation {
  const counting = payments.filter(counts);
  const missing = (payment: CheckoutPayment) => payment.requiredConfirmations - payment.confirmations;
  const slowest = counting.reduce<CheckoutPayment | undefined>(
    (found, payment) => (found && missing(found) >= missing(payment) ? found : payment),
    undefined,
  );
  if (!slowest) return { confirmations: 0, required: 1 };
  const { confirmations, requiredConfirmations } = slowest;
  return { confirmations: Math.min(confirmations, requiredConfirmations), required: requiredConfirmations };
}

/** Whether a payment counts towards what is due. */
export function counts(payment: CheckoutPayment): boolean {
  return payment.status === 'detected' || payment.status === 'confirmed';
}

/** The state of one payment, in words. */
export function paymentState(payment: CheckoutPayment): string {
  switch (payment.status) {
    case 'confirmed':
      return 'Confirmed';
    case 'reorged':
      return 'Taken back by the network';
    case 'replaced':
      return 'Replaced by its sender';
    case 'detected':
      if (payment.confirmations === 0) return 'Seen, not yet in a block';
      return `${Math.min(payment.confirmations, payment.requiredConfirmations)} of ${payment.requiredConfirmations} confirmations`;
  }
}
