import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLost, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import type { BusEvent, ConsumerGroup } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { parkEvent } from '../dead-letters/park-event.js';
import { requireOwner } from '../inbox/partition-owners.store.js';
import type { Outbox } from '../outbox/outbox.js';
import { StoppingError } from '../transport/transport.js';
import type { BusRecord, PartitionOwner } from '../transport/transport.js';
import { attempt } from './attempt.js';
import { pauseAfterMs } from './backoff.js';
import type { RetryPolicy } from './backoff.js';
import type { BusContext } from './bus-context.js';
import { PermanentError, describeFailure } from './failure.js';
import type { Limiter } from './limiter.js';
import { readEvent } from './read-event.js';

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
 * is away nothing counts as a try. Rejects (StoppingError) only when one of the signals comes first, or when `owner` has the
 * event's partition no longer (FencedError).
 */
export async function handleEvent(
  handling: EventHandling,
  record: BusRecord,
  stopping: readonly AbortSignal[],
  owner?: PartitionOwner,
): Promise<void> {
  const { retry, logger } = handling;
  let tries = 0;
  for (let failures = 1; ; failures += 1) {
    requireGoingOn(stopping);
    try {
      return await handleOnce(handling, record.event, tries + 1, owner);
    } catch (error) {
      if (error instanceof StoppingError) throw error;
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
      if (!away && isLast) return park(handling, record, error, tries, stopping, owner);
      await pause(pauseAfterMs(retry, failures, Math.random()), stopping);
    }
  }
}

/** Runs the handlers of an event once, as the try `number`. Throws whatever is wrong with the event, or what they throw. */
export async function handleOnce(
  { retry, limiter, dispatch }: EventHandling,
  raw: BusEvent,
  number: number,
  owner?: PartitionOwner,
): Promise<void> {
  const event = readEvent(raw);
  const run = { events: [event], number, owner, timeoutMs: retry.tryTimeoutMs, limiter };
  await attempt(run, (context) => dispatch(event, context));
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
  owner: PartitionOwner | undefined,
): Promise<void> {
  const failure = describeFailure(error);
  for (let failures = 1; ; failures += 1) {
    requireGoingOn(stopping);
    try {
      await db.transaction(async (tx) => {
        if (owner !== undefined) await requireOwner(tx, group, owner);
        await parkEvent(tx, outbox, group, record, failure, tries);
      });
      return;
    } catch (parkError) {
      if (parkError instanceof StoppingError) throw parkError;
      logger.error({ error: parkError, group, eventId: record.event.id }, 'an event could not be parked yet');
      await pause(pauseAfterMs(retry, failures, Math.random()), stopping);
    }
  }
}

/** Throws StoppingError once one of the signals has aborted. */
export function requireGoingOn(stopping: readonly AbortSignal[]): void {
  if (stopping.some((signal) => signal.aborted)) throw new StoppingError();
}

async function pause(ms: number, stopping: readonly AbortSignal[]): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: AbortSignal.any([...stopping]) });
  } catch {
    throw new StoppingError();
  }
}
