import type { Database } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';
import { StoppingError } from '../transport/transport.js';
import type { Sink } from '../transport/transport.js';
import { deliveryOrder, isBefore } from './batch-order.js';
import type { OutboxEntry, Position } from './batch-order.js';
import { createDeliveryWindow } from './delivery-window.js';
import { readOutbox } from './outbox.store.js';
import { pullForward } from './pull-forward.js';
import { advanceCursors, readCursor } from './relay-cursors.store.js';
import { within } from '../waiting/within.js';
import type { RelayTimings } from './relay-timings.js';

/** One walk over the outbox from a cursor on. It ends with the first failure; the next pass begins at the cursor again. */
export interface OutboxPass {
  /** Hands the next rows to the sink and notes what is settled; gives how long to wait before the next step, in ms. */
  step(): Promise<number>;
  /** Waits (bounded) for what is in hand and notes how far it came. */
  end(): Promise<void>;
}

/** Begins a pass. `onChange` is called when a step would find something to do before its wait is over; `stopping` goes to the sink. */
export function createOutboxPass(
  { db, sink, timings }: { db: Database; sink: Sink; timings: RelayTimings },
  cursor: Position,
  epoch: number,
  onChange: () => void,
  stopping: AbortSignal,
): OutboxPass {
  let position: Position = cursor;
  let since: string | undefined;
  let noted: Position = cursor;
  let notedAtMs = 0;
  let pendingPolls = 0;
  let full = false;
  const window = createDeliveryWindow(() => {
    // Not at every delivery: each step asks the database.
    const roomAgain = full && window.size <= timings.maxInHand / 2;
    if (window.size === 0 || roomAgain || window.failure !== undefined) onChange();
  });

  const step = async (): Promise<number> => {
    if (window.failure !== undefined) throw window.failure as Error;
    await note();
    const limit = Math.min(timings.batchSize, timings.maxInHand - window.size);
    full = limit <= 0;
    if (full) return timings.idlePollMs;
    const batch = await readOutbox(db, { after: position, epoch, since, types: sink.types, limit });
    const { entries, waiting } = batch;
    if (entries.length > 0) await deliver(entries);
    if (entries.length === limit) return 0;
    moveTo(batch.horizon, batch.horizonDay);
    pendingPolls = waiting ? pendingPolls + 1 : 0;
    // An older transaction is still running: it mostly ends within milliseconds, but may also be a long one.
    if (waiting) return Math.min(timings.pendingPollMs * pendingPolls, timings.pendingPollMaxMs);
    return isBehind() ? timings.noteEveryMs : timings.idlePollMs;
  };

  const deliver = async (batch: OutboxEntry[]): Promise<void> => {
    const end = (batch.at(-1) as OutboxEntry).position;
    const deliveries = new Map<OutboxEntry, Promise<void>>();
    for (const entry of deliveryOrder(batch, await pullForward(db, batch, end))) {
      const { stream, key, version, envelope } = entry;
      if (envelope === undefined) continue;
      const event = JSON.parse(envelope) as BusEvent;
      const delivery = sink.deliver({ stream, key, version, event }, stopping);
      // What was pulled forward is met again in its own place: it moves no cursor now.
      if (isBefore(end, entry.position)) window.watch(delivery);
      else deliveries.set(entry, delivery);
    }
    for (const entry of batch) window.add(entry.position, deliveries.get(entry) ?? Promise.resolve());
    position = end;
  };

  /** Everything before the horizon is read. Only at a new epoch does the cursor itself move there: a write less a second. */
  const moveTo = (horizon: Position, day: string): void => {
    since = day;
    if (horizon.epoch > position.epoch) window.add(horizon, Promise.resolve());
    if (isBefore(position, horizon)) position = horizon;
  };

  const isBehind = (): boolean => window.settledUpTo !== undefined && isBefore(noted, window.settledUpTo);

  /** Moves the cursor up to what is settled: the first time at once, then not more often than `noteEveryMs`. */
  const note = async (now = false): Promise<void> => {
    const { settledUpTo } = window;
    if (settledUpTo === undefined || !isBehind()) return;
    if (!now && Date.now() - notedAtMs < timings.noteEveryMs) return;
    if ((await advanceCursors(db, [sink.name], settledUpTo)) === 0) await catchUp();
    noted = isBefore(noted, settledUpTo) ? settledUpTo : noted;
    notedAtMs = Date.now();
  };

  /** Another process brings the same outbox to this sink and is further, or noticed a restore. */
  const catchUp = async (): Promise<void> => {
    const theirs = await readCursor(db, sink.name);
    if (theirs.epoch > epoch) throw new StoppingError();
    noted = theirs;
    if (isBefore(position, theirs)) position = theirs;
  };

  return {
    step,
    async end() {
      await within(timings.stopTimeoutMs, window.drained());
      await note(true);
    },
  };
}
