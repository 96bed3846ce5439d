import type { Stream } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { fillGap } from '../gaps/fill-gap.js';
import type { GapTimings } from '../gaps/fill-gap.js';
import { readNote, toNote } from '../gaps/relay-number.js';
import type { RelayNumber } from '../gaps/relay-number.js';
import { splitAtGaps } from '../gaps/split-at-gaps.js';
import type { Gap } from '../gaps/split-at-gaps.js';
import type { KeyLanes } from '../in-process/key-lanes.js';
import type { BusClient } from '../requests/bus-client.js';
import { FencedError } from '../transport/transport.js';
import type { BusRecord, Consumer, PartitionOwner } from '../transport/transport.js';
import { isWanted, toBusRecord } from './event-record.js';
import { handleRecords } from './handle-records.js';
import type { Placement, StoredRecord } from './kafka-client.js';
import { partitionName } from './owned-partition.js';
import { pauseUnless } from '../waiting/pause-unless.js';

export interface EventWorkOptions {
  readonly consumer: Consumer;
  readonly lanes: KeyLanes;
  readonly logger: Logger;
  /** Asks the owners of streams for what is missing. */
  readonly client: Pick<BusClient, 'request'>;
  readonly timings: GapTimings;
  /** Aborts when the member leaves its group. */
  readonly leaving: AbortSignal;
}

/** Has the effect of a batch of one partition, and gives the note to commit with it. Rejects when it must come again. */
export type EventWork = (
  stream: Stream,
  records: readonly StoredRecord[],
  placement: Placement,
) => Promise<string | undefined>;

/** What is known of a partition since it was placed. */
interface Followed {
  /** The newest number of what is dealt with. */
  last: RelayNumber | undefined;
  owner: PartitionOwner | undefined;
}

/** One that was taken over from hears of it by its next heartbeats, before it takes the partition back in good faith. */
const FENCED_PAUSE_MS = 3_000;

/**
 * The work of a group's member. Where the relay's numbers tell that records are missing, what comes before them is handled and the
 * partition waits until their owner has told them; then those are handled in the same way, and it goes on.
 */
export function createEventWork(options: EventWorkOptions): EventWork {
  const { consumer, lanes, logger, leaving } = options;
  const followed = new WeakMap<Placement, Followed>();
  const heldUp = new Set<string>();

  /** Only with the first records: without any there is nothing to fence, and what the one before does until then is in order. */
  const follow = async (stream: Stream, placement: Placement): Promise<Followed> => {
    const known = followed.get(placement) ?? { last: readNote(placement.note), owner: undefined };
    followed.set(placement, known);
    known.owner ??= await consumer.takeOver?.(stream, placement.partition);
    return known;
  };

  const fill = async (
    gap: Gap,
    stream: Stream,
    { topic, partition }: Placement,
    signal: AbortSignal,
    handle: (records: readonly BusRecord[]) => Promise<void>,
  ): Promise<void> => {
    const { epoch, from, to } = gap;
    const place = { group: consumer.group, stream, partition, epoch, from: String(from), to: String(to) };
    const name = partitionName(topic, partition);
    logger.error(place, 'acknowledged records are missing; the partition waits for them');
    consumer.onGaps?.(heldUp.add(name).size);
    try {
      await fillGap({ ...options, stream, partition, gap, signal }, handle);
      logger.warn(place, 'the missing records were told by their owner; the partition goes on');
    } finally {
      heldUp.delete(name);
      consumer.onGaps?.(heldUp.size);
    }
  };

  const work = async (
    stream: Stream,
    records: readonly StoredRecord[],
    placement: Placement,
    known: Followed,
  ): Promise<void> => {
    const stopping = [leaving, placement.signal];
    const handling = { consumer, lanes, stopping, owner: known.owner };
    const handleTold = (told: readonly BusRecord[]): Promise<void> =>
      handleRecords(
        handling,
        told.filter(({ event }) => consumer.types.has(event.type)),
      );
    const { stretches, last } = splitAtGaps(records, known.last);
    for (const { missing, records: stretch } of stretches) {
      if (missing !== undefined)
        await fill(missing, stream, placement, AbortSignal.any(stopping), handleTold);
      const wanted = stretch.filter((record) => isWanted(record, consumer.types));
      await handleRecords(
        handling,
        wanted.map((record) => toBusRecord(stream, record)),
      );
    }
    known.last = last;
  };

  return async (stream, records, placement) => {
    const known = await follow(stream, placement);
    try {
      await work(stream, records, placement, known);
    } catch (error) {
      if (error instanceof FencedError) {
        logger.warn({ error, group: consumer.group }, 'another member of the group took a partition over');
        known.owner = undefined;
        await pauseUnless(FENCED_PAUSE_MS, AbortSignal.any([leaving, placement.signal]));
      }
      throw error;
    }
    return known.last && toNote(known.last);
  };
}
