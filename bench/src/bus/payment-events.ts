import type { NewEvent } from '@sixpence/event-bus';
import { newId, paymentConfirmed, paymentDetected, streamPartitions } from '@sixpence/schemas';
import type { Payment } from '@sixpence/schemas';

export type PaymentEvent = NewEvent<typeof paymentDetected | typeof paymentConfirmed>;

const storeId = newId('sto');
const hexDigits = 64;
const hex = (): string => `0x${crypto.randomUUID().replaceAll('-', '').repeat(2).slice(0, hexDigits)}`;

/** The stream that is measured: payments tells it, and most services hear it. */
export const paymentPartitions = streamPartitions.payment;

/** Two events of each of `count` payments, as they are told: some hundred are detected, then they are confirmed. */
export function* paymentEvents(count: number): Generator<PaymentEvent> {
  const together = 250;
  for (let made = 0; made < count; made += together) {
    const payments = Array.from({ length: Math.min(together, count - made) }, () => newPayment());
    for (const payment of payments) yield eventOf(payment);
    for (const payment of payments) yield eventOf(confirmed(payment));
  }
}

/** The event of a payment that was just detected, or confirmed. */
export function eventOf(payment: Payment): PaymentEvent {
  const definition = payment.status === 'confirmed' ? paymentConfirmed : paymentDetected;
  return {
    definition,
    key: payment.id,
    version: payment.version,
    storeId: payment.storeId,
    livemode: payment.livemode,
    data: { object: payment },
  };
}

/** A payment of 25 USDC, with what is given instead. */
export function newPayment(given: Partial<Payment> = {}): Payment {
  const now = new Date().toISOString();
  return {
    id: newId('pay'),
    object: 'payment',
    storeId,
    livemode: true,
    version: 1,
    invoiceId: newId('inv'),
    methodId: newId('pm'),
    chain: 'eip155:1',
    asset: 'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
    decimals: 6,
    transaction: hex(),
    position: 'log:0',
    index: 0,
    from: hex().slice(0, 42),
    address: hex().slice(0, 42),
    amount: '25',
    blockNumber: 21_254_000,
    blockHash: hex(),
    blockTime: now,
    confirmations: 1,
    requiredConfirmations: 12,
    status: 'detected',
    rate: '1',
    value: { amount: '25.00', currency: 'USD' },
    seenAt: now,
    confirmedAt: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  };
}

function confirmed(payment: Payment): Payment {
  const confirmedAt = new Date().toISOString();
  return {
    ...payment,
    version: 2,
    status: 'confirmed',
    confirmations: 12,
    confirmedAt,
    updatedAt: confirmedAt,
  };
}
