import type { Tx } from '@sixpence/postgres';
import { confirm, type PaymentChange } from './payment.js';
import { lockConfirmable } from './payments.store.js';

/** The payments that have their confirmations once the block at `height` is scanned. */
export async function confirmPayments(tx: Tx, chain: string, height: number): Promise<PaymentChange[]> {
  const due = await lockConfirmable(tx, chain, height);
  const now = new Date();
  return due.map((payment) => confirm(payment, now));
}
