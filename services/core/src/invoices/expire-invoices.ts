import { Inject, Injectable } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { chainStatuses } from '@sixpence/schemas';
import { ChangeInvoice } from './change-invoice.js';
import { lockClosedInvoices, lockExpiredInvoices } from './invoice-state.store.js';
import type { DueQuery, ScannedUntil } from './invoice-state.store.js';
import type { LockedInvoice } from './locked-invoice.js';
import type { NewFacts } from './next-invoice.js';

/** How long an invoice past its time waits for chains that are not scanned so far. */
export const maxWaitMs = 30_000;
const batchSize = 200;
/** The rest waits for the next time, so that one run stays short. */
const maxBatches = 50;

/**
 * Ends invoices whose time is over: open ones expire, and those whose money the chain took back become invalid when their
 * monitoring ends. Each waits until its chains are scanned past that time, since a payment in time may still be unknown.
 * Whatever is found later is a payment like any other: no end is final.
 */
@Injectable()
export class ExpireInvoices {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly bus: BusClient,
    private readonly changeInvoice: ChangeInvoice,
  ) {}

  /** How many invoices were changed. Safe to run twice, and in several processes at once. */
  async run(): Promise<number> {
    const scannedUntil = await this.#scannedUntil();
    const expired = await this.#inBatches(scannedUntil, lockExpiredInvoices, (now) => ({ expiredAt: now }));
    const closed = await this.#inBatches(scannedUntil, lockClosedInvoices, (now) => ({ closedAt: now }));
    return expired + closed;
  }

  async #inBatches(
    scannedUntil: ScannedUntil,
    lock: (tx: Tx, due: DueQuery) => Promise<LockedInvoice[]>,
    newsAt: (now: Date) => NewFacts,
  ): Promise<number> {
    let total = 0;
    for (let batch = 0; batch < maxBatches; batch += 1) {
      const changed = await this.db.transaction(async (tx) => {
        const now = new Date();
        const waitedUntil = new Date(now.getTime() - maxWaitMs);
        const locked = await lock(tx, { now, waitedUntil, scannedUntil, limit: batchSize });
        await this.changeInvoice.change(tx, locked, newsAt(now), now);
        return locked.length;
      });
      total += changed;
      if (changed < batchSize) break;
    }
    return total;
  }

  /** When `payments` does not answer, nothing is known of any chain, and only the bounded wait ends. */
  async #scannedUntil(): Promise<ScannedUntil> {
    const statuses = await this.bus.request(chainStatuses, {}).catch(() => ({ data: [] }));
    return new Map(
      statuses.data.flatMap(({ chain, scannedUntil }) =>
        scannedUntil ? [[chain, new Date(scannedUntil)] as const] : [],
      ),
    );
  }
}
