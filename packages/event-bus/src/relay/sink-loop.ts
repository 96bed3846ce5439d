import type { Database } from '@sixpence/postgres';
import type { Logger } from '@sixpence/telemetry';
import { StoppingError } from '../transport/transport.js';
import type { Sink } from '../transport/transport.js';
import { BEGINNING } from './batch-order.js';
import { presentEpoch } from './epoch.js';
import { within } from '../waiting/within.js';
import { createOutboxPass } from './outbox-pass.js';
import type { OutboxPass } from './outbox-pass.js';
import { readCursor, rewindCursor } from './relay-cursors.store.js';
import type { RelayTimings } from './relay-timings.js';
import { createWakeSignal } from './wake-signal.js';

/** A running loop that brings the outbox to one sink. */
export interface SinkLoop {
  /** Rows were committed: look at once. */
  wake(): void;
  /** Fetches nothing more, waits (bounded) for what is in hand, notes how far it came. */
  stop(): Promise<void>;
}

export interface SinkLoopOptions {
  readonly db: Database;
  readonly sink: Sink;
  readonly logger: Logger;
  readonly timings: RelayTimings;
}

const MAX_DOUBLINGS = 16;

/**
 * Starts to bring the outbox to a sink, from the sink's cursor on, for ever: what fails is logged and tried again from the
 * cursor, with a growing pause. Only what the sink has settled moves the cursor.
 */
export function runSinkLoop(options: SinkLoopOptions): SinkLoop {
  const { db, sink, logger, timings } = options;
  const bell = createWakeSignal();
  // Commits ring the bell; a pause after a failure ends early only when the loop stops.
  const halt = createWakeSignal();
  const stop = new AbortController();
  let failures = 0;

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      let pass: OutboxPass | undefined;
      try {
        pass = await begin();
        await follow(pass);
      } catch (error) {
        report(error);
      }
      // What the pass still has in hand must not meet itself in the next one.
      await pass?.end().catch(report);
      if (!stop.signal.aborted)
        await halt.wait(Math.min(timings.failurePauseMs * 2 ** failures, timings.failurePauseMaxMs));
      failures = Math.min(failures + 1, MAX_DOUBLINGS);
    }
  };

  const begin = async (): Promise<OutboxPass> => {
    const epoch = await presentEpoch(db);
    const cursor = await readCursor(db, sink.name);
    if (cursor.epoch === epoch.number)
      return createOutboxPass(options, cursor, epoch.number, bell.ring, stop.signal);
    await rewindCursor(db, sink.name, epoch.number);
    return createOutboxPass(options, BEGINNING, epoch.number, bell.ring, stop.signal);
  };

  const follow = async (pass: OutboxPass): Promise<void> => {
    while (!stop.signal.aborted) {
      const waitMs = await pass.step();
      failures = 0;
      if (waitMs > 0) await bell.wait(waitMs);
    }
  };

  const report = (error: unknown): void => {
    if (stop.signal.aborted || error instanceof StoppingError) return;
    logger.error({ error, sink: sink.name }, 'the relay failed and begins again at its cursor');
  };

  const running = run();
  return {
    wake: bell.ring,
    async stop() {
      stop.abort();
      bell.ring();
      halt.ring();
      // A database that does not answer must not keep the application from closing.
      await within(timings.stopTimeoutMs, running);
    },
  };
}
