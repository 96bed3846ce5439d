import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import { LOGGER } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { runSchedules } from './run-schedules.js';
import { scheduleSeconds } from './schedules.js';
import { releaseLease, saveSchedules } from './schedules.store.js';

/** A runner that dies is followed after this long at most. It renews the lease far more often than that. */
const leaseMs = 8_000;
const renewMs = 2_000;
const retryMs = 1_000;
const shortestWaitMs = 10;

/** Sleeps until the next schedule is due, tells it, and sleeps again. It ends with the application, never by an error. */
@Injectable()
export class SchedulesRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly holder = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly outbox: Outbox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.db.transaction((tx) => saveSchedules(tx, scheduleSeconds));
    this.wakeIn(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.working;
    await releaseLease(this.db, this.holder).catch((error: unknown) => {
      this.logger.warn({ error }, 'the lease could not be given back: the next runner waits until it lapses');
    });
  }

  private wakeIn(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.working = this.beat();
    }, ms);
  }

  private async beat(): Promise<void> {
    try {
      const { nextMs } = await runSchedules(this.db, this.outbox, this.holder, leaseMs);
      if (this.failing) this.logger.info('the schedules run again');
      this.failing = false;
      this.wakeIn(Math.min(renewMs, Math.max(shortestWaitMs, nextMs)));
    } catch (error) {
      if (!this.failing) this.logger.error({ error }, 'the schedules could not be run');
      this.failing = true;
      this.wakeIn(retryMs);
    }
  }
}
