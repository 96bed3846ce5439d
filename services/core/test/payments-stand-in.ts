import { createHash, randomUUID } from 'node:crypto';
import { busMigrations, createRelay, Outbox } from '@sixpence/event-bus';
import type { Transport } from '@sixpence/event-bus';
import { migrate, openDatabase, sql } from '@sixpence/postgres';
import {
  chainStatuses,
  newId,
  paymentConfirmed,
  paymentDetected,
  paymentReorged,
  paymentUnmatched,
  scheduleDue,
} from '@sixpence/schemas';
import type { ChainStatus, EventDefinition, Invoice, Payment, ScheduleName } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';

/** The service `payments` as core knows it: its events come out of an outbox of its own, and it answers over the bus. */
export interface PaymentsStandIn {
  /** Where its chains are; an empty list is a service that knows nothing, undefined one that does not answer. */
  statuses: ChainStatus[] | undefined;
  /** A payment is seen. It comes by USDC unless said otherwise. */
  detect(invoice: Invoice, payment?: Partial<Payment> & { symbol?: string }): Promise<Payment>;
  confirm(payment: Payment): Promise<Payment>;
  reorg(payment: Payment): Promise<Payment>;
  unmatched(payment: Payment): Promise<Payment>;
  /** It is mined again, in that block. */
  mineAgain(payment: Payment, block: Partial<Payment>): Promise<Payment>;
  /** Tells one event, or the same again under the id it had. */
  tell(definition: EventDefinition, payment: Payment, eventId?: string): Promise<void>;
  /** The schedule says that it is time. */
  due(schedule: ScheduleName): Promise<void>;
  close(): Promise<void>;
}

/** A block's hash that is different for every text. */
export const blockHash = (text: string): string => `0x${createHash('sha256').update(text).digest('hex')}`;

/** Starts it in a schema of its own. */
export async function startPayments(url: string, transport: Transport): Promise<PaymentsStandIn> {
  const logger = createLogger('payments', { level: 'silent' });
  const open = async (service: 'payments' | 'cron') => {
    await migrate({ url, schema: service, directories: { bus: busMigrations } });
    const db = openDatabase({ url, schema: service, poolSize: 4, applicationName: `test-${service}` });
    const relay = createRelay({ service, db, transport, logger });
    relay.start();
    return { db, relay, outbox: new Outbox(service, () => relay.wake()) };
  };
  const payments = await open('payments');
  const cron = await open('cron');
  let schedules = 0;

  const tell: PaymentsStandIn['tell'] = (definition, payment, eventId) =>
    payments.db.transaction(async (tx) => {
      const { version } = await tx.one<{ version: number }>(
        sql`select coalesce(max(version), 0) + 1 as version from outbox where key = ${payment.id}`,
      );
      await payments.outbox.append(tx, {
        definition,
        key: payment.id,
        version,
        storeId: payment.storeId,
        livemode: payment.livemode,
        data: { object: payment },
        ...(eventId === undefined ? {} : { id: eventId }),
      });
    });
  const next = async (
    definition: EventDefinition,
    before: Payment,
    change: Partial<Payment>,
  ): Promise<Payment> => {
    const payment = {
      ...before,
      ...change,
      version: before.version + 1,
      updatedAt: new Date().toISOString(),
    };
    await tell(definition, payment);
    return payment;
  };

  const standIn: PaymentsStandIn = {
    statuses: [],
    async detect(invoice, { symbol = 'USDC', ...facts } = {}) {
      const payment = { ...seenPayment(invoice, symbol), ...facts };
      await tell(paymentDetected, payment);
      return payment;
    },
    confirm: (payment) =>
      next(paymentConfirmed, payment, { status: 'confirmed', confirmedAt: new Date().toISOString() }),
    unmatched: (payment) =>
      next(paymentUnmatched, payment, { status: 'confirmed', confirmedAt: new Date().toISOString() }),
    reorg: (payment) => next(paymentReorged, payment, { status: 'reorged', confirmedAt: null }),
    mineAgain: (payment, block) =>
      next(paymentDetected, payment, { status: 'detected', confirmedAt: null, ...block }),
    tell,
    due: (schedule) =>
      cron.db.transaction((tx) =>
        cron.outbox.append(tx, {
          definition: scheduleDue,
          key: schedule,
          version: (schedules += 1),
          storeId: null,
          livemode: null,
          data: { schedule, dueAt: new Date().toISOString() },
        }),
      ),
    async close() {
      await membership.leave();
      for (const { relay, db } of [payments, cron]) {
        await relay.stop();
        await db.close();
      }
    },
  };
  const membership = await transport.join({
    service: 'payments',
    group: 'payments' as never,
    streams: new Set(),
    types: new Set(),
    requests: new Set([chainStatuses.type]),
    handle: async () => {},
    answer: async ({ id }) =>
      standIn.statuses
        ? { id, ok: true, payload: { data: standIn.statuses } }
        : { id, ok: false, problem: { code: 'service_unavailable', detail: 'away' } },
  });
  return standIn;
}

/** A payment of all that is due, as it is first seen. It comes by USDC unless said otherwise. */
export function seenPayment(invoice: Invoice, symbol = 'USDC'): Payment {
  const method = invoice.paymentMethods.find((candidate) => candidate.symbol === symbol);
  if (!method) throw new Error(`the invoice takes no ${symbol}`);
  const now = new Date().toISOString();
  return {
    id: newId('pay'),
    object: 'payment',
    storeId: invoice.storeId,
    livemode: invoice.livemode,
    version: 1,
    invoiceId: invoice.id,
    methodId: method.id,
    chain: method.chain,
    asset: method.asset,
    decimals: method.decimals,
    transaction: blockHash(randomUUID()),
    position: 'log:0',
    index: 0,
    from: '0x00000000000000000000000000000000000000bB',
    address: method.address,
    amount: method.amount,
    blockNumber: 100,
    blockHash: blockHash('100'),
    blockTime: now,
    confirmations: 1,
    requiredConfirmations: 3,
    status: 'detected',
    rate: method.rate,
    value: { amount: invoice.amount, currency: invoice.currency },
    seenAt: now,
    confirmedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}
