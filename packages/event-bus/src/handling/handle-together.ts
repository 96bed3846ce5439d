import type { BusEvent } from '@sixpence/schemas';
import { StoppingError } from '../transport/transport.js';
import type { BusRecord, PartitionOwner } from '../transport/transport.js';
import { attempt } from './attempt.js';
import type { BusContext } from './bus-context.js';
import { PermanentError } from './failure.js';
import { handleEvent, requireGoingOn } from './handle-event.js';
import type { EventHandling } from './handle-event.js';
import { readEvent } from './read-event.js';

/** Runs a batch handler with events in their order. */
export type DispatchTogether = (events: BusEvent[], context: BusContext) => Promise<void>;

/**
 * Tries to have the effect of records of one partition in one call of one handler. An event that can never be handled is parked by
 * itself. False when the call failed: whichever event it was, they are then to be handled one by one.
 */
export async function handleTogether(
  handling: EventHandling,
  dispatch: DispatchTogether,
  records: readonly BusRecord[],
  stopping: readonly AbortSignal[],
  owner?: PartitionOwner,
): Promise<boolean> {
  const events: BusEvent[] = [];
  const invalid: BusRecord[] = [];
  for (const record of records) {
    try {
      events.push(readEvent(record.event));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      invalid.push(record);
    }
  }
  const { limiter, retry, logger, group } = handling;
  requireGoingOn(stopping);
  try {
    if (events.length > 0)
      await attempt({ events, number: 1, owner, timeoutMs: retry.tryTimeoutMs, limiter }, (context) =>
        dispatch(events, context),
      );
  } catch (error) {
    if (error instanceof StoppingError) throw error;
    logger.warn({ error, group, events: events.length }, 'a batch failed; its events are handled one by one');
    return false;
  }
  for (const record of invalid) await handleEvent(handling, record, stopping, owner);
  return true;
}
