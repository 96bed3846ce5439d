import {
  currencyDecimals,
  currencyFromValueDown,
  formatDecimal,
  formatUnits,
  valueOf,
} from '@sixpence/money';
import {
  newId,
  paymentConfirmed,
  paymentDetected,
  paymentReorged,
  paymentUnmatched,
  type Payment,
} from '@sixpence/schemas';
import { checksumAddress, type BlockRef, type Transfer } from '@sixpence/chains';
import type { Watch, WatchedMethod } from '../watches/watch.js';

/** A payment as it is kept. Its identity is (chain, transaction, position); the block is its occurrence. */
export interface PaymentRecord {
  readonly id: string;
  readonly version: number;
  readonly chain: string;
  readonly transaction: string;
  readonly position: string;
  readonly address: string;
  readonly invoiceId: string;
  readonly storeId: string;
  readonly livemode: boolean;
  readonly methodId: string;
  readonly asset: string;
  readonly decimals: number;
  readonly amount: bigint;
  readonly from: string;
  readonly rate: string;
  readonly currency: string;
  readonly blockHeight: number;
  readonly blockHash: string;
  /** The block's own time, in seconds since 1970. */
  readonly blockTime: number;
  readonly requiredConfirmations: number;
  readonly status: 'detected' | 'confirmed' | 'reorged';
  readonly monitoringUntil: Date;
  readonly seenAt: Date;
  readonly confirmedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What became of a payment, and which event tells it. */
export interface PaymentChange {
  readonly payment: PaymentRecord;
  readonly event:
    | typeof paymentDetected
    | typeof paymentConfirmed
    | typeof paymentReorged
    | typeof paymentUnmatched;
}

/** Where a transfer was found, and what it pays. */
export interface Arrival {
  readonly watch: Watch;
  readonly method: WatchedMethod;
  readonly transfer: Transfer;
  readonly block: BlockRef;
  readonly requiredConfirmations: number;
}

/** A payment that is seen for the first time. */
export function detect(
  { watch, method, transfer, block, requiredConfirmations }: Arrival,
  now: Date,
): PaymentChange {
  const payment: PaymentRecord = {
    id: newId('pay'),
    version: 1,
    chain: watch.chain,
    transaction: transfer.transaction,
    position: transfer.position,
    address: watch.address,
    invoiceId: watch.invoiceId,
    storeId: watch.storeId,
    livemode: watch.livemode,
    methodId: method.id,
    asset: transfer.asset,
    decimals: method.decimals,
    amount: transfer.amount,
    from: transfer.from,
    rate: method.rate,
    currency: watch.currency,
    ...occurrence(block),
    requiredConfirmations,
    status: 'detected',
    monitoringUntil: watch.monitoringUntil,
    seenAt: now,
    confirmedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  return { payment, event: paymentDetected };
}

/**
 * A known payment that is found in a block: the same block again is nothing new; after the chain took it back it is detected again, as
 * the same payment in another block; and one that still counts in another block is first taken back from there.
 */
export function detectAgain(payment: PaymentRecord, block: BlockRef, now: Date): PaymentChange[] {
  if (payment.status !== 'reorged') {
    if (payment.blockHash === block.hash) return [];
    const back = takeBack(payment, now);
    return [back, ...detectAgain(back.payment, block, now)];
  }
  const again = next(payment, { ...occurrence(block), status: 'detected', confirmedAt: null }, now);
  return [{ payment: again, event: paymentDetected }];
}

/** The chain took the block of a payment back. */
export const takeBack = (payment: PaymentRecord, now: Date): PaymentChange => ({
  payment: next(payment, { status: 'reorged', confirmedAt: null }, now),
  event: paymentReorged,
});

/**
 * A payment has the confirmations it needs. One that came after its invoice was no longer monitored is nobody's: what its
 * block's time says counts, which nobody can choose afterwards.
 */
export const confirm = (payment: PaymentRecord, now: Date): PaymentChange => ({
  payment: next(payment, { status: 'confirmed', confirmedAt: now }, now),
  event: payment.blockTime * 1_000 > payment.monitoringUntil.getTime() ? paymentUnmatched : paymentConfirmed,
});

/** The payment as events carry it. `height` is the newest block that is scanned. */
export function toPayment(payment: PaymentRecord, height: number): Payment {
  const { chain, rate, currency, status } = payment;
  const decimals = currencyDecimals(currency) ?? 0;
  const value = currencyFromValueDown(valueOf(payment.amount, payment.decimals, rate), decimals);
  return {
    id: payment.id,
    object: 'payment',
    storeId: payment.storeId,
    livemode: payment.livemode,
    version: payment.version,
    invoiceId: payment.invoiceId,
    methodId: payment.methodId,
    chain,
    asset: payment.asset,
    decimals: payment.decimals,
    transaction: payment.transaction,
    position: payment.position,
    index: indexOf(payment.position),
    from: displayedAddress(chain, payment.from),
    address: displayedAddress(chain, payment.address),
    amount: formatUnits(payment.amount, payment.decimals),
    blockNumber: payment.blockHeight,
    blockHash: payment.blockHash,
    blockTime: new Date(payment.blockTime * 1_000).toISOString(),
    confirmations: status === 'reorged' ? 0 : Math.max(0, height - payment.blockHeight + 1),
    requiredConfirmations: payment.requiredConfirmations,
    status,
    rate,
    value: { amount: formatDecimal(value, decimals), currency },
    seenAt: payment.seenAt.toISOString(),
    confirmedAt: payment.confirmedAt?.toISOString() ?? null,
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
  };
}

const occurrence = ({ height, hash, time }: BlockRef) => ({
  blockHeight: height,
  blockHash: hash,
  blockTime: time,
});

const next = (payment: PaymentRecord, change: Partial<PaymentRecord>, now: Date): PaymentRecord => ({
  ...payment,
  ...change,
  version: payment.version + 1,
  updatedAt: now,
});

/** `log:3` is 3; the native coin that a transaction carries (`value`) is 0. */
const indexOf = (position: string): number => (position.startsWith('log:') ? Number(position.slice(4)) : 0);

const displayedAddress = (chain: string, address: string): string =>
  chain.startsWith('eip155:') ? checksumAddress(address) : address;
