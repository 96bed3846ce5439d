import { Injectable } from '@nestjs/common';
import { PermanentError } from '@sixpence/event-bus';
import type { Tx } from '@sixpence/postgres';
import { paymentHeld, paymentUnmatched } from '@sixpence/schemas';
import type { BusEvent, EventOf, Payment, paymentEvents } from '@sixpence/schemas';
import { insertReceivedEvent } from '../events/received-events.store.js';
import { savePayment } from '../payments/payments.store.js';
import { ChangeInvoice } from './change-invoice.js';
import { lockInvoice } from './invoice-state.store.js';
import type { Disposition } from './invoice.js';
import type { LockedInvoice } from './locked-invoice.js';

export type PaymentEvent = EventOf<(typeof paymentEvents)[number]>;

/** Takes what `payments` says of a payment into its invoice, in the transaction that notes the event. */
@Injectable()
export class ApplyPayment {
  constructor(private readonly changeInvoice: ChangeInvoice) {}

  /**
   * Events of one payment may come again or in another order: only a newer version of it changes anything. Throws a
   * `PermanentError`, so that the event is parked for a person, when the payment does not fit the invoice it names.
   */
  async run(tx: Tx, event: PaymentEvent): Promise<void> {
    const payment = event.data.object;
    const invoice = await lockInvoice(tx, payment.invoiceId);
    checkPayment(payment, invoice);
    await insertReceivedEvent(tx, event);
    const news = await savePayment(tx, payment, dispositionOf(event));
    if (news) await this.changeInvoice.change(tx, [invoice], {}, new Date());
  }
}

function dispositionOf({ type }: BusEvent): Disposition {
  if (type === paymentHeld.type) return 'held';
  return type === paymentUnmatched.type ? 'unmatched' : 'matched';
}

/** Whoever can write payments can settle invoices: what a payment says is held against what the invoice was made with. */
function checkPayment(
  payment: Payment,
  invoice: LockedInvoice | undefined,
): asserts invoice is LockedInvoice {
  const fault = faultOf(payment, invoice);
  if (!fault) return;
  const message = `The payment ${payment.id} does not fit the invoice ${payment.invoiceId}: ${fault}`;
  throw new PermanentError('payment_mismatch', message);
}

function faultOf(payment: Payment, invoice: LockedInvoice | undefined): string | undefined {
  if (!invoice) return 'there is no such invoice';
  if (payment.storeId !== invoice.store_id || payment.livemode !== invoice.livemode)
    return "another store's or mode's";
  const method = invoice.methods.find(({ id }) => id === payment.methodId);
  if (!method) return `it has no method ${payment.methodId}`;
  if (payment.chain !== method.chain || payment.asset !== method.asset) return 'another asset';
  if (payment.decimals !== method.decimals) return 'another number of decimals';
  if (payment.address.toLowerCase() !== method.address.toLowerCase()) return 'another address';
  return undefined;
}
