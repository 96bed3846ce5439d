import type { Network } from '@sixpence/chains';
import type { Tx } from '@sixpence/postgres';
import { confirm, confirmedUpTo, type PaymentChange } from './payment.js';
import { lockUnconfirmed } from './payments.store.js';

/** The payments that have their confirmations once the block at `height` is scanned. */
export async function confirmPayments(tx: Tx, network: Network, height: number): Promise<PaymentChange[]> {
  const due = await lockUnconfirmed(tx, network.chain, confirmedUpTo(height, network.confirmations));
  const now = new Date();
  return due.map((payment) => confirm(payment, now));
}
