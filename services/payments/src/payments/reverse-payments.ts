import type { Tx } from '@sixpence/postgres';
import { takeBack, type PaymentChange } from './payment.js';
import { deleteSmallSumsAbove, lockInBlocksAbove } from './payments.store.js';

/** The chain took back every block above a height (-1: all of them): so it did the payments in them, confirmed or not. */
export async function reversePayments(tx: Tx, chain: string, height: number): Promise<PaymentChange[]> {
  await deleteSmallSumsAbove(tx, chain, height);
  const gone = await lockInBlocksAbove(tx, chain, height);
  const now = new Date();
  return gone.map((payment) => takeBack(payment, now));
}
