import type { Outbox } from '@sixpence/event-bus';
import type { Tx } from '@sixpence/postgres';
import { toPayment, type PaymentChange } from './payment.js';
import { savePayment } from './payments.store.js';

/** Writes down what became of payments, and the events that tell it. `height` is the newest block that is scanned. */
export async function tellPayments(
  tx: Tx,
  outbox: Outbox,
  height: number,
  changes: readonly PaymentChange[],
): Promise<void> {
  for (const { payment } of changes) await savePayment(tx, payment);
  const events = changes.map(({ payment, event }) => ({
    definition: event,
    key: payment.id,
    version: payment.version,
    storeId: payment.storeId,
    livemode: payment.livemode,
    data: { object: toPayment(payment, height) },
    time: payment.updatedAt,
  }));
  await outbox.append(tx, ...events);
}
