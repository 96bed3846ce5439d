import type { Database } from '@sixpence/postgres';
import { StoppingError } from '../transport/transport.js';
import type { Sink } from '../transport/transport.js';
import { deliveryOrder, isBefore, missingPredecessors } from './batch-order.js';
import type { OutboxEntry, Position } from './batch-order.js';
import { createDeliveryWindow } from './delivery-window.js';
import { readBatch, readBeyond } from './outbox.store.js';
import { advanceCursor, readCursor } from './relay-cursors.store.js';
import type { Cursor } from './relay-cursors.store.js';
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
  cursor: Cursor,
  onChange: () => void,
  stopping: AbortSignal,
): OutboxPass {
  let position: Position = cursor;
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
    const { entries, waiting } = await readBatch(db, position, sink.types, limit);
    if (entries.length > 0) await deliver(entries);
    if (entries.length === limit) return 0;
    pendingPolls = waiting ? pendingPolls + 1 : 0;
    // An older transaction is still running: it mostly ends within milliseconds, but may also be a long one.
    if (waiting) return Math.min(timings.pendingPollMs * pendingPolls, timings.pendingPollMaxMs);
    return isBehind() ? timings.noteEveryMs : timings.idlePollMs;
  };

  const deliver = async (batch: OutboxEntry[]): Promise<void> => {
    const end = (batch.at(-1) as OutboxEntry).position;
    const deliveries = new Map<OutboxEntry, Promise<void>>();
    for (const entry of deliveryOrder(batch, await pullForward(batch, end))) {
      const { stream, key, version, event } = entry;
      if (event === undefined) continue;
      const delivery = sink.deliver({ stream, key, version, event }, stopping);
      // What was pulled forward is met again in its own place: it moves no cursor now.
      if (isBefore(end, entry.position)) window.watch(delivery);
      else deliveries.set(entry, delivery);
    }
    for (const entry of batch) window.add(entry.position, deliveries.get(entry) ?? Promise.resolve());
    position = end;
  };

  /** Versions only fall from round to round, so this ends. */
  const pullForward = async (batch: OutboxEntry[], end: Position): Promise<OutboxEntry[]> => {
    const pulled: OutboxEntry[] = [];
    for (let missing = missingPredecessors(batch); missing.length > 0;) {
      const found = await readBeyond(db, end, missing);
      pulled.push(...found);
      missing = missingPredecessors(found);
    }
    return pulled;
  };

  const isBehind = (): boolean => window.settledUpTo !== undefined && isBefore(noted, window.settledUpTo);

  /** Moves the cursor up to what is settled: the first time at once, then not more often than `noteEveryMs`. */
  const note = async (now = false): Promise<void> => {
    const { settledUpTo } = window;
    if (settledUpTo === undefined || !isBehind()) return;
    if (!now && Date.now() - notedAtMs < timings.noteEveryMs) return;
    if (!(await advanceCursor(db, sink.name, cursor.epoch, settledUpTo))) await catchUp();
    noted = isBefore(noted, settledUpTo) ? settledUpTo : noted;
    notedAtMs = Date.now();
  };

  /** Another process brings the same outbox to this sink and is further, or a new epoch was opened there. */
  const catchUp = async (): Promise<void> => {
    const theirs = await readCursor(db, sink.name, cursor.epoch);
    if (theirs.epoch !== cursor.epoch) throw new StoppingError();
    noted = theirs;
    if (isBefore(position, theirs)) position = theirs;
  };

  return {
    step,
    async end() {
      await Promise.race([window.drained(), pause(timings.stopTimeoutMs)]);
      await note(true);
    },
  };
}

/** Resolves after that time; it keeps no process alive. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
