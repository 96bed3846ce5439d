import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { EventStream } from '@sixpence/http-server';
import { DATABASE, Database } from '@sixpence/postgres';
import { LOGGER } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { ChainStatuses } from '../chains/chain-statuses.client.js';
import { liveConfirmations } from '../chains/live-confirmations.js';
import type { PaymentRow } from '../payments/payment-row.js';
import { versionsOf } from './checkout.store.js';
import { ReadCheckout } from './read-checkout.js';
import type { ReadCheckoutResult } from './read-checkout.js';

/** How often the database is asked what has changed, while anybody looks. */
const tickMs = 500;

interface Watcher {
  readonly stream: EventStream;
  /** The version that this reader has. */
  version: number;
}

interface WatchedInvoice {
  readonly watchers: Set<Watcher>;
  payments: readonly PaymentRow[];
  /** What was last said of its confirmations. */
  confirmations: string;
}

/**
 * Tells open checkout pages what changes. The database is asked for the versions of all watched invoices at once, so that it does not matter
 * which process of core consumed an event, and many pages cost no more than one.
 */
@Injectable()
export class LiveCheckouts implements BeforeApplicationShutdown {
  private readonly watched = new Map<string, WatchedInvoice>();
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly readCheckout: ReadCheckout,
    private readonly statuses: ChainStatuses,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Sends the invoice, unless the reader has that version already, and whatever comes after it until the stream ends. */
  watch(stream: EventStream, current: ReadCheckoutResult, knownVersion: number | undefined): void {
    const { view, payments } = current;
    const watcher: Watcher = { stream, version: knownVersion === view.version ? view.version : 0 };
    const invoice = this.watched.get(view.id) ?? { watchers: new Set(), payments, confirmations: '' };
    invoice.watchers.add(watcher);
    this.watched.set(view.id, invoice);
    this.tell(watcher, current);
    stream.signal.addEventListener('abort', () => this.forget(view.id, watcher), { once: true });
    this.timer ??= setTimeout(() => this.tick(), tickMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.watched.clear();
    await this.ticking;
  }

  private forget(invoiceId: string, watcher: Watcher): void {
    const invoice = this.watched.get(invoiceId);
    invoice?.watchers.delete(watcher);
    if (invoice?.watchers.size === 0) this.watched.delete(invoiceId);
  }

  private tick(): void {
    this.ticking = this.look()
      .then(() => {
        this.failing = false;
      })
      .catch((error: unknown) => {
        if (!this.failing) this.logger.warn({ error }, 'open checkout pages could not be brought up to date');
        this.failing = true;
      })
      .finally(() => {
        this.timer = this.watched.size > 0 ? setTimeout(() => this.tick(), tickMs) : undefined;
      });
  }

  private async look(): Promise<void> {
    for (const { id, version } of await versionsOf(this.db, [...this.watched.keys()])) {
      const behind = [...(this.watched.get(id)?.watchers ?? [])].filter(
        (watcher) => watcher.version < version,
      );
      if (behind.length > 0) await this.bringUpToDate(id, behind);
    }
    const heads = await this.statuses.heads();
    for (const invoice of this.watched.values()) {
      const payments = invoice.payments.map((payment) => ({
        id: payment.id,
        confirmations: liveConfirmations(payment, heads),
      }));
      const said = JSON.stringify(payments);
      if (payments.length === 0 || said === invoice.confirmations) continue;
      invoice.confirmations = said;
      for (const { stream } of invoice.watchers) stream.send({ event: 'confirmations', data: { payments } });
    }
  }

  private async bringUpToDate(invoiceId: string, behind: readonly Watcher[]): Promise<void> {
    const current = await this.readCheckout.run(invoiceId);
    const invoice = this.watched.get(invoiceId);
    if (invoice) invoice.payments = current.payments;
    for (const watcher of behind) this.tell(watcher, current);
  }

  private tell(watcher: Watcher, { view }: ReadCheckoutResult): void {
    if (watcher.version >= view.version) return;
    watcher.stream.send({ id: String(view.version), event: 'invoice', data: view });
    watcher.version = view.version;
  }
}
