import type { Database } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import { BEGINNING, deliveryOrder, isBefore } from '../relay/batch-order.js';
import type { OutboxEntry, Position } from '../relay/batch-order.js';
import { createDeliveryWindow } from '../relay/delivery-window.js';
import type { Epoch } from '../relay/epoch.js';
import { readOutbox } from '../relay/outbox.store.js';
import { pullForward } from '../relay/pull-forward.js';
import type { RelayTimings } from '../relay/relay-timings.js';
import { shardCount } from '../relay/shards.js';
import { StoppingError } from '../transport/transport.js';
import type { LogTransport } from '../transport/transport.js';
import { within } from '../waiting/within.js';
import { insertBatches, readUnnumbered } from './batches.store.js';
import type { ShardLease } from './leases.store.js';
import { notePlaces } from './note-places.js';
import { lastOf, numberedBatches, numberedEvent, partitionKey, positionKey } from './numbered-batch.js';
import type { NumberedBatch } from './numbered-batch.js';
import type { Takeover } from './take-over.js';

/** The relay of some shards, for as long as they are ours. It ends with the first failure; whoever is next begins where it noted. */
export interface Tenure {
  /** Numbers and publishes the next rows, and notes what is published; gives how long to wait before the next step, in ms. */
  step(): Promise<number>;
  /** Waits (bounded) for what is in hand and notes how far it came. */
  end(): Promise<void>;
  /** Since when (`performance.now()`) rows wait for one and the same older transaction to end; undefined when none do. */
  readonly waitingSinceMs: number | undefined;
}

export interface TenureOptions {
  readonly db: Database;
  readonly transport: LogTransport;
  readonly service: ServiceName;
  readonly leases: readonly ShardLease[];
  readonly epoch: Epoch;
  readonly timings: RelayTimings;
  /** Called when a step would find something to do before its wait is over. */
  readonly onChange: () => void;
  readonly stopping: AbortSignal;
}

/** Of a restored outbox so many rows are put in order at once. */
const RESTORED_ROWS = 20_000;

/** Begins to number and publish where the shards were left. */
export function createTenure(options: TenureOptions, taken: Takeover): Tenure {
  const { db, transport, leases, epoch, timings, stopping } = options;
  const shards = leases.map(({ shard }) => shard);
  const { lastSequence, starts, ahead } = taken;
  let position: Position = taken.first;
  let restored = position.epoch < epoch.number;
  let since: string | undefined;
  let inHand = 0;
  let full = false;
  let pendingPolls = 0;
  let waitingSinceMs: number | undefined;
  let waitingFor: bigint | undefined;
  const window = createDeliveryWindow(() => {
    const roomAgain = full && inHand <= timings.maxInHand / 2;
    if (window.size === 0 || roomAgain || window.failure !== undefined) options.onChange();
  });
  const places = notePlaces({ db, leases, window, timings });

  const publish = async (batch: NumberedBatch): Promise<void> => {
    const { stream, partition, firstSequence, entries } = batch;
    inHand += entries.length;
    try {
      await transport.publish(
        stream,
        partition,
        entries.map((entry, place) => numberedEvent(entry, epoch.token, firstSequence + BigInt(place))),
        stopping,
      );
    } finally {
      inHand -= entries.length;
    }
    places.published({ stream, partition, sequence: lastOf(batch) });
  };

  /** Writes the numbers down; only then may anything be published. */
  const number = async (ordered: readonly OutboxEntry[], upto: Position, rowEpoch: number): Promise<void> => {
    const batches = numberedBatches(ordered, lastSequence);
    if (!(await insertBatches(db, leases, { batches, epoch: epoch.number, rowEpoch, upto })))
      throw new LeaseLostError();
    for (const batch of batches) lastSequence.set(partitionKey(batch), lastOf(batch));
    window.add(
      upto,
      Promise.all(batches.map(publish)).then(() => {}),
    );
  };

  const numberNext = async (batch: readonly OutboxEntry[], end: Position): Promise<void> => {
    const entries = batch.filter((entry) => isNew(entry));
    const pulled = (await pullForward(db, entries, end)).filter(
      (entry) => !ahead.has(positionKey(entry.position)),
    );
    if (ahead.size > 0) for (const { position: at } of batch) ahead.delete(positionKey(at));
    if (entries.length > 0) await number(deliveryOrder(entries, pulled), end, end.epoch);
    for (const { position: at } of pulled) ahead.add(positionKey(at));
    position = end;
  };

  /** Not numbered by whoever had the shard before, nor as the predecessor of another. */
  const isNew = ({ position: at, partition }: OutboxEntry): boolean =>
    isBefore(starts.get(partition % shardCount) ?? BEGINNING, at) &&
    (ahead.size === 0 || !ahead.has(positionKey(at)));

  /** What an outbox that was restored holds of older epochs; false when there is nothing more. */
  const numberRestored = async (): Promise<boolean> => {
    const entries = await readUnnumbered(db, shards, epoch.number, RESTORED_ROWS);
    const ordered = deliveryOrder(entries, []);
    for (let at = 0; at < ordered.length; at += timings.batchSize) {
      const part = ordered.slice(at, at + timings.batchSize);
      const last = part.map((entry) => entry.position).reduce((a, b) => (isBefore(a, b) ? b : a));
      await number(part, last, last.epoch);
      await window.drained();
    }
    return entries.length > 0;
  };

  const step = async (): Promise<number> => {
    if (window.failure !== undefined) throw window.failure as Error;
    await places.note();
    if (restored) {
      if (await numberRestored()) return 0;
      restored = false;
      position = { epoch: epoch.number, txid: 0n, id: 0n };
      window.add(position, Promise.resolve());
    }
    const limit = Math.min(timings.batchSize, timings.maxInHand - inHand);
    // Whole batches alone: of a few rows each, statements and sends cost more than what they bring.
    full = limit < Math.min(timings.batchSize, timings.maxInHand / 2);
    if (full) return timings.idlePollMs;
    const batch = await readOutbox(db, { after: position, epoch: epoch.number, since, shards, limit });
    const end = batch.entries.at(-1)?.position;
    if (end !== undefined) await numberNext(batch.entries, end);
    if (batch.entries.length === limit) return 0;
    since = batch.horizonDay;
    if (isBefore(position, batch.horizon)) position = batch.horizon;
    return waitAfter(batch.waiting, batch.horizon.txid);
  };

  /** An older transaction that is still running mostly ends within milliseconds, but may also be a long one. */
  const waitAfter = (waiting: boolean, xmin: bigint): number => {
    if (!waiting || waitingFor !== xmin) waitingSinceMs = waiting ? performance.now() : undefined;
    waitingFor = waiting ? xmin : undefined;
    pendingPolls = waiting ? pendingPolls + 1 : 0;
    if (waiting) return Math.min(timings.pendingPollMs * pendingPolls, timings.pendingPollMaxMs);
    return places.isBehind()
      ? Math.min(timings.publishedNoteEveryMs, timings.idlePollMs)
      : timings.idlePollMs;
  };

  return {
    step,
    async end() {
      await within(timings.stopTimeoutMs, window.drained());
      await places.note(true);
    },
    get waitingSinceMs() {
      return waitingSinceMs;
    },
  };
}

/** Another relay has one of the shards: nothing of what was about to be numbered is. */
export class LeaseLostError extends StoppingError {}
