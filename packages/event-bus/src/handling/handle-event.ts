import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLost, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import type { BusEvent, ConsumerGroup } from '@sixpence/schemas';
import { childTraceparent, withTraceparent } from '@sixpence/telemetry';
import type { Logger } from '@sixpence/telemetry';
import { parkEvent } from '../dead-letters/park-event.js';
import type { Outbox } from '../outbox/outbox.js';
import { StoppingError } from '../transport/transport.js';
import type { BusRecord } from '../transport/transport.js';
import { pauseAfterMs } from './backoff.js';
import type { RetryPolicy } from './backoff.js';
import { BusContext } from './bus-context.js';
import { HandlerTimeoutError, PermanentError, describeFailure } from './failure.js';
import type { Limiter } from './limiter.js';
import { readEvent } from './read-event.js';
import { withRunningEvent } from './running-event.js';

export interface EventHandling {
  readonly db: Database;
  /** Tells of what is parked. */
  readonly outbox: Outbox;
  readonly group: ConsumerGroup;
  readonly logger: Logger;
  readonly retry: RetryPolicy;
  /** How many handlers of the group run at once. A pause between two tries takes no place. */
  readonly limiter: Limiter;
  /** Runs every handler of the event's type; rejects when one of them failed. */
  readonly dispatch: (event: BusEvent, context: BusContext) => Promise<void>;
}

/**
 * Sees to one event until it needs nothing more: its effect was had, or it is parked with the reason. A failing handler is
 * tried again with growing pauses, up to the policy's tries; what can never succeed is parked at once; while the database
 * is away nothing counts as a try. Rejects (StoppingError) only when one of the signals comes first.
 */
export async function handleEvent(
  handling: EventHandling,
  record: BusRecord,
  stopping: readonly AbortSignal[],
): Promise<void> {
  const { retry, logger } = handling;
  let tries = 0;
  for (let failures = 1; ; failures += 1) {
    requireGoingOn(stopping);
    try {
      return await attempt(handling, record.event, tries + 1);
    } catch (error) {
      const away = isConnectionLost(error) && (await isAway(handling.db));
      if (!away) tries += 1;
      const isLast = error instanceof PermanentError || tries >= retry.maxTries;
      logger[isLast ? 'error' : 'warn'](
        {
          error,
          group: handling.group,
          eventId: record.event.id,
          type: record.event.type,
          key: record.key,
          tries,
        },
        isLast ? 'an event cannot have its effect and is parked' : 'an event failed and is tried again',
      );
      if (!away && isLast) return park(handling, record, error, tries, stopping);
      await pause(pauseAfterMs(retry, failures, Math.random()), stopping);
    }
  }
}

/** Runs the handlers of an event once, in their place in the group's limit and within the time of a try. */
export async function attempt(
  { limiter, dispatch, retry }: EventHandling,
  raw: BusEvent,
  attemptNumber: number,
): Promise<void> {
  const event = readEvent(raw);
  const traceparent = childTraceparent(event.traceparent);
  const context = new BusContext({ traceparent, attempt: attemptNumber, idempotencyKey: null });
  const run = () =>
    withTraceparent(traceparent, () => withRunningEvent(event.id, () => dispatch(event, context)));
  await limiter.run(() => within(retry.tryTimeoutMs, run()));
}

/** A handler that never ends must hold neither its key nor its place for ever. */
async function within(timeoutMs: number, running: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new HandlerTimeoutError(timeoutMs)), timeoutMs);
  });
  try {
    await Promise.race([running, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** A handler's error may come from any network; only our own database's absence stops the count of tries. */
async function isAway(db: Database): Promise<boolean> {
  try {
    await db.query(sql`select 1`);
    return false;
  } catch {
    return true;
  }
}

/** Parking must not fail: it is tried until the database takes it. */
async function park(
  { db, outbox, group, retry, logger }: EventHandling,
  record: BusRecord,
  error: unknown,
  tries: number,
  stopping: readonly AbortSignal[],
): Promise<void> {
  const failure = describeFailure(error);
  for (let failures = 1; ; failures += 1) {
    requireGoingOn(stopping);
    try {
      await db.transaction((tx) => parkEvent(tx, outbox, group, record, failure, tries));
      return;
    } catch (parkError) {
      logger.error({ error: parkError, group, eventId: record.event.id }, 'an event could not be parked yet');
      await pause(pauseAfterMs(retry, failures, Math.random()), stopping);
    }
  }
}

function requireGoingOn(stopping: readonly AbortSignal[]): void {
  if (stopping.some((signal) => signal.aborted)) throw new StoppingError();
}

async function pause(ms: number, stopping: readonly AbortSignal[]): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: AbortSignal.any([...stopping]) });
  } catch {
    throw new StoppingError();
  }
}
