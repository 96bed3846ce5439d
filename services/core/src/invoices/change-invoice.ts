import { currencyFromValueDown } from '@sixpence/money';
import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import type { NewEvent } from '@sixpence/event-bus';
import type { Tx } from '@sixpence/postgres';
import type { BookableInvoice, BookablePayment } from '../ledger/bookable.js';
import { insertJournals, journalsOf } from '../ledger/ledger.store.js';
import { planJournals } from '../ledger/plan-journals.js';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { paymentsOf } from '../payments/payments.store.js';
import type { PaymentRow } from '../payments/payment-row.js';
import { methodOf, toInvoice } from './invoice-object.js';
import { updateInvoiceStates } from './invoice-state.store.js';
import { placementOf } from './invoice.js';
import type { LockedInvoice } from './locked-invoice.js';
import { nextInvoice, paymentFacts } from './next-invoice.js';
import type { NewFacts, NextInvoice } from './next-invoice.js';

/**
 * The one way in which an invoice changes state: from locked rows and all their payments follow the new state, the
 * journals and the events, in one transaction.
 */
@Injectable()
export class ChangeInvoice {
  constructor(
    private readonly outbox: Outbox,
    @Inject(CORE_OPTIONS) private readonly options: Pick<CoreOptions, 'checkoutUrl'>,
  ) {}

  /** Recomputes locked invoices, with facts that have just become true of all of them. Gives them as they are now. */
  async change(tx: Tx, locked: readonly LockedInvoice[], news: NewFacts, now: Date): Promise<NextInvoice[]> {
    if (locked.length === 0) return [];
    const ids = locked.map(({ id }) => id);
    const payments = await paymentsOf(tx, ids);
    const changes = locked.map((row) => nextInvoice(row, payments.get(row.id) ?? [], news, now));
    await updateInvoiceStates(
      tx,
      changes.map(({ row }) => row),
    );
    await this.#book(
      tx,
      changes.filter((change) => change.payments.length > 0),
      now,
    );
    await this.outbox.append(tx, ...changes.flatMap((change) => this.#eventsOf(change, now)));
    return changes;
  }

  async #book(tx: Tx, changes: readonly NextInvoice[], now: Date): Promise<void> {
    if (changes.length === 0) return;
    const written = await journalsOf(
      tx,
      changes.map(({ row }) => row.id),
    );
    for (const change of changes) {
      const { row } = change;
      const journals = planJournals(toBookable(change), written.get(row.id) ?? [], now);
      const owner = {
        invoiceId: row.id,
        storeId: row.store_id,
        livemode: row.livemode,
        currency: row.currency,
        currencyDecimals: row.currency_decimals,
      };
      await insertJournals(tx, owner, journals, now);
    }
  }

  #eventsOf({ before, row, payments, events }: NextInvoice, now: Date): NewEvent[] {
    if (events.length === 0) return [];
    const object = toInvoice(row, payments, { checkoutUrl: this.options.checkoutUrl });
    return events.map((definition, index) => ({
      definition,
      key: row.id,
      version: before.event_sequence + index + 1,
      storeId: row.store_id,
      livemode: row.livemode,
      time: now,
      data: { object, previous: { status: before.status } },
    }));
  }
}

const toBookable = (change: NextInvoice): BookableInvoice => ({
  settled: change.row.status === 'settled',
  dueValue: change.facts.dueValue,
  currencyDecimals: change.row.currency_decimals,
  payments: change.payments.map((payment) => toBookablePayment(change, payment)),
});

function toBookablePayment({ row, facts }: NextInvoice, payment: PaymentRow): BookablePayment {
  const method = methodOf(row, payment);
  const known = paymentFacts(row, payment);
  return {
    id: payment.id,
    asset: payment.asset,
    decimals: payment.decimals,
    payDecimals: method.payDecimals,
    amount: BigInt(payment.amount),
    rate: method.rate,
    blockHash: payment.block_hash,
    status: payment.status,
    placement: placementOf(known, facts),
    confirmedAt: payment.confirmed_at,
    valuation: {
      amount: currencyFromValueDown(known.value, row.currency_decimals),
      rate: method.rate,
      at: new Date(method.rateAt),
    },
  };
}
