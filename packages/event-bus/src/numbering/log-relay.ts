import { randomUUID } from 'node:crypto';
import type { Database } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { presentEpoch } from '../relay/epoch.js';
import { openOutbox } from '../relay/open-outbox.js';
import type { RelayTimings } from '../relay/relay-timings.js';
import type { Relay } from '../relay/relay.js';
import { partitionsOf, allShards } from '../relay/shards.js';
import { createWakeSignal } from '../relay/wake-signal.js';
import { StoppingError } from '../transport/transport.js';
import type { LogTransport } from '../transport/transport.js';
import { pauseUnless } from '../waiting/pause-unless.js';
import { within } from '../waiting/within.js';
import { holdShards } from './hold-shards.js';
import type { ShardHolder } from './hold-shards.js';
import { takeOver } from './take-over.js';
import { createTenure } from './tenure.js';
import type { Tenure } from './tenure.js';

export interface LogRelayOptions {
  readonly service: ServiceName;
  readonly db: Database;
  readonly transport: LogTransport;
  readonly logger: Logger;
  readonly timings: RelayTimings;
}

const MAX_DOUBLINGS = 16;

/**
 * Brings a service's outbox to a log of partitions. The partitions are parted into shards; each has one relay at a time, which
 * numbers its rows in the database before it publishes them, so that a record is known by its number whoever publishes it, and
 * however often.
 */
export function createLogRelay(options: LogRelayOptions): Relay {
  const { db, service, transport, logger, timings } = options;
  const bell = createWakeSignal();
  const halt = createWakeSignal();
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let tenure: Tenure | undefined;

  const report = (error: unknown): void => {
    if (stop.signal.aborted || error instanceof StoppingError) return;
    logger.error({ error }, 'the relay failed and begins again where it noted');
  };

  const run = async (): Promise<void> => {
    const holder = holdShards({
      db,
      holder: randomUUID(),
      leaseMs: timings.leaseMs,
      onChange: bell.ring,
      onError: report,
    });
    let failures = 0;
    const isWell = (): void => void (failures = 0);
    while (!stop.signal.aborted) {
      try {
        await hold(holder, isWell);
      } catch (error) {
        report(error);
        if (!stop.signal.aborted)
          await halt.wait(Math.min(timings.failurePauseMs * 2 ** failures, timings.failurePauseMaxMs));
        failures = Math.min(failures + 1, MAX_DOUBLINGS);
      }
    }
    await holder.leave().catch(report);
  };

  /** One tenure: until what is ours changes. */
  const hold = async (holder: ShardHolder, isWell: () => void): Promise<void> => {
    await holder.settle();
    const { leases } = holder;
    if (leases.length === 0) return bell.wait(timings.leaseMs / 3);
    const ending = new AbortController();
    const stopping = AbortSignal.any([stop.signal, ending.signal]);
    try {
      const epoch = await presentEpoch(db);
      const taken = await takeOver({ db, transport, service, leases, stopping });
      tenure = createTenure(
        { db, transport, service, leases, epoch, timings, onChange: bell.ring, stopping: ending.signal },
        taken,
      );
      while (!stop.signal.aborted && !holder.isChanging) {
        const begunAtMs = performance.now();
        const waitMs = await tenure.step();
        isWell();
        if (waitMs === 0) continue;
        await bell.wait(waitMs);
        // Of what is committed one after the other a few travel together: each pass has its own commit, and each send its own answer.
        const leftMs = timings.gatherMs - (performance.now() - begunAtMs);
        if (leftMs > 0) await pauseUnless(leftMs, stop.signal);
      }
    } finally {
      // What is in hand goes out first, for a bounded time; then nobody waits for it any more.
      await tenure?.end().catch(report);
      tenure = undefined;
      ending.abort();
    }
  };

  return {
    start() {
      if (running !== undefined || partitionsOf(service, allShards).length === 0) return;
      running = openOutbox(db, transport.kind).catch(report).then(run);
    },
    wake: bell.ring,
    async stop() {
      stop.abort();
      bell.ring();
      halt.ring();
      // A database that does not answer must not keep the application from closing.
      await within(timings.stopTimeoutMs * 1.5, running ?? Promise.resolve());
    },
    get waitingSinceMs() {
      return tenure?.waitingSinceMs;
    },
  };
}
