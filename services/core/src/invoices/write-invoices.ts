import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import { DATABASE, Database, sqlState } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import { insertInvoices } from './create-invoices.store.js';
import type { NewInvoice } from './create-invoices.store.js';
import { WriteQueue } from './write-queue.js';

/**
 * Two statements at once: while one waits for the disk, the next is being read and checked. A statement of 16 is nearly as
 * cheap an invoice as one of 64, and the database works on it while the rest is still being read from the sockets.
 */
const bounds = { maxBatch: 32, fullBatch: 16, maxWritesAtOnce: 2, maxWaiting: 5_000 };

const faults = {
  whenFull: () => new DomainError('service_unavailable', 'Too many invoices wait to be written'),
  // SQLSTATE class 21 is a row met twice, 22 data that does not fit, 23 a constraint.
  isOfItem: (error: unknown) => /^2[123]/.test(sqlState(error) ?? ''),
};

/** Writes new invoices: those that are asked for at the same time go into one statement and one commit. */
@Injectable()
export class WriteInvoices {
  readonly #queue: WriteQueue<NewInvoice, boolean>;

  constructor(@Inject(DATABASE) db: Database, outbox: Outbox) {
    const write = async (invoices: readonly NewInvoice[]): Promise<boolean[]> => {
      const written = await insertInvoices(db, invoices);
      outbox.wake();
      return invoices.map(({ row }) => written.has(row.id));
    };
    this.#queue = new WriteQueue(write, bounds, faults);
  }

  /**
   * True once the invoice is committed with its event; false when its idempotency key had been used, and nothing was written.
   * Throws `service_unavailable` when too many wait.
   */
  run(invoice: NewInvoice): Promise<boolean> {
    return this.#queue.add(invoice);
  }
}
