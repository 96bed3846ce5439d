import type { PaymentRow } from '../payments/payment-row.js';

/** The newest block of each chain that is known, by CAIP-2 id. */
export type ChainHeads = ReadonlyMap<string, number>;

/**
 * How many confirmations a payment has by now: the block it stands in is the first. What its last event said is kept
 * where no newer block is known, and a payment that the chain took back gains none.
 */
export function liveConfirmations(
  payment: Pick<PaymentRow, 'chain' | 'status' | 'block_number' | 'confirmations'>,
  heads: ChainHeads,
): number {
  const head = heads.get(payment.chain);
  const isMined = payment.status === 'detected' || payment.status === 'confirmed';
  if (!isMined || head === undefined) return payment.confirmations;
  return Math.max(payment.confirmations, head - Number(payment.block_number) + 1);
}
