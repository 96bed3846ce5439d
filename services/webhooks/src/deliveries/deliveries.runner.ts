import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { LOGGER } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { claimDue, releaseClaims, renewClaims, untilNextMs } from './deliveries.store.js';
import type { ClaimedDelivery } from './deliveries.store.js';
import { SendDelivery } from './send-delivery.js';

const maxInFlight = 32;
const maxPerEndpoint = 4;
/** What a process that died was sending is taken up by another after this; one that lives renews its leases well before. */
const leaseMs = 5_000;
const renewMs = 1_500;
/** Another process may have made deliveries, or died over some: look from time to time. */
const longestWaitMs = 5_000;
const shortestWaitMs = 20;
const retryMs = 1_000;

/** Sends what is due, a bounded number at once and of each endpoint. It ends with the application, never by an error. */
@Injectable()
export class DeliveriesRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly token = randomUUID();
  private readonly inFlight = new Map<Promise<void>, string>();
  private timer: NodeJS.Timeout | undefined;
  private renewing: NodeJS.Timeout | undefined;
  private claiming: Promise<void> | undefined;
  private wokenMeanwhile = false;
  private stopped = false;
  private failing = false;

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly sendDelivery: SendDelivery,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.claiming;
    await Promise.all(this.inFlight.keys());
    clearInterval(this.renewing);
    await releaseClaims(this.db, this.token).catch((error: unknown) => {
      this.logger.warn({ error }, 'claims could not be given back: they wait until their leases lapse');
    });
  }

  /** There may be something to send. */
  wake(): void {
    if (this.stopped) return;
    if (this.claiming) {
      this.wokenMeanwhile = true;
      return;
    }
    clearTimeout(this.timer);
    this.wokenMeanwhile = false;
    this.claiming = this.claim().finally(() => {
      this.claiming = undefined;
      if (this.wokenMeanwhile) this.wake();
    });
  }

  private wakeIn(ms: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), ms);
  }

  private async claim(): Promise<void> {
    try {
      const limit = maxInFlight - this.inFlight.size;
      // The end of any of them wakes us.
      if (limit <= 0) return;
      const claimed = await claimDue(this.db, {
        token: this.token,
        leaseMs,
        limit,
        perEndpoint: maxPerEndpoint,
        inFlight: this.countByEndpoint(),
      });
      for (const delivery of claimed) this.send(delivery);
      if (claimed.length > 0) this.wokenMeanwhile = true;
      else
        this.wakeIn(
          Math.min(longestWaitMs, Math.max(shortestWaitMs, (await untilNextMs(this.db)) ?? longestWaitMs)),
        );
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.error({ error }, 'deliveries could not be taken up');
      this.failing = true;
      this.wakeIn(retryMs);
    }
  }

  private send(delivery: ClaimedDelivery): void {
    const sending: Promise<void> = this.sendDelivery
      .run(delivery, this.token)
      .catch((error: unknown) => {
        this.logger.error(
          { error, delivery: delivery.id },
          'an attempt could not be written down: its lease will lapse',
        );
      })
      .then(() => {
        this.inFlight.delete(sending);
        this.wake();
      });
    this.inFlight.set(sending, delivery.endpoint_id);
    this.renewing ??= setInterval(() => this.renew(), renewMs);
  }

  /** Keeps what is being sent ours. A renewal that fails is made up for by the next; a lease that lapses costs a second send. */
  private renew(): void {
    if (this.inFlight.size === 0) {
      clearInterval(this.renewing);
      this.renewing = undefined;
      return;
    }
    renewClaims(this.db, this.token, leaseMs).catch((error: unknown) => {
      this.logger.warn({ error }, 'the leases of deliveries could not be renewed');
    });
  }

  private countByEndpoint(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const id of this.inFlight.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }
}
