import { readNumberedEvents, streams } from '@sixpence/schemas';
import type { BusEvent, NumberedEvents, Stream } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { pauseUnless } from '../waiting/pause-unless.js';
import { whenAborted } from '../waiting/when-aborted.js';
import type { BusClient } from '../requests/bus-client.js';
import { StoppingError } from '../transport/transport.js';
import type { BusRecord } from '../transport/transport.js';
import type { Gap } from './split-at-gaps.js';

/** How long is waited before the owner is asked again. */
export interface GapTimings {
  /** After a question without an answer; doubled each time, up to the most. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
  /** After it was said that the events are kept no longer: only a person can help, and may by a restored outbox. */
  readonly retiredPauseMs: number;
}

export const defaultGapTimings: GapTimings = {
  firstPauseMs: 500,
  maxPauseMs: 30_000,
  retiredPauseMs: 60_000,
};

export interface GapFilling {
  readonly client: Pick<BusClient, 'request'>;
  readonly logger: Logger;
  readonly timings: GapTimings;
  readonly stream: Stream;
  readonly partition: number;
  readonly gap: Gap;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/**
 * Asks the stream's owner for what is missing, page by page, and has each page handled, in order, until the gap is whole. It asks for
 * ever, since nothing may go on without. Rejects with StoppingError once the signal aborts, and with what `handle` rejected with.
 */
export async function fillGap(
  filling: GapFilling,
  handle: (records: readonly BusRecord[]) => Promise<void>,
): Promise<void> {
  const { gap, timings, stream, partition, signal } = filling;
  let from = gap.from;
  let failures = 0;
  while (from <= gap.to) {
    if (signal.aborted) throw new StoppingError();
    const answer = await ask(filling, from);
    const events = answer === undefined ? [] : inOrder(answer, from, gap.to);
    if (events.length > 0) {
      await handle(events.map((event) => toBusRecord(stream, event)));
      from += BigInt(events.length);
      failures = 0;
      continue;
    }
    failures += 1;
    const retired = answer?.end === 'retired';
    if (retired)
      filling.logger.error(
        { stream, partition, epoch: gap.epoch, from: String(from), to: String(gap.to) },
        'missing events are kept no longer by their owner: the partition stays stopped until a person decides (docs/runbooks/bus-gap.md)',
      );
    const pauseMs = Math.min(timings.firstPauseMs * 2 ** Math.min(failures - 1, 20), timings.maxPauseMs);
    await pauseUnless(retired ? timings.retiredPauseMs : pauseMs, signal);
  }
}

/** Undefined when there was no answer; why is logged. */
async function ask(
  { client, logger, stream, partition, gap, signal }: GapFilling,
  from: bigint,
): Promise<NumberedEvents | undefined> {
  const query = { stream, partition, epoch: gap.epoch, from: String(from), to: String(gap.to) };
  // A request cannot be taken back; its answer then finds nobody.
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    const asking = client.request(readNumberedEvents(streams[stream]), query);
    return await Promise.race([asking, whenAborted(either)]);
  } catch (error) {
    if (!signal.aborted)
      logger.warn({ error, ...query }, 'the owner of missing events could not be asked; it is asked again');
    return undefined;
  } finally {
    over.abort();
  }
}

/** The events of the answer that follow one another from `from`; what it holds beside them counts for nothing. */
function inOrder({ events }: NumberedEvents, from: bigint, to: bigint): NumberedEvents['events'] {
  const end = events.findIndex(({ sequence }, at) => {
    const due = from + BigInt(at);
    return BigInt(sequence) !== due || due > to;
  });
  return end < 0 ? events : events.slice(0, end);
}

function toBusRecord(stream: Stream, { event }: NumberedEvents['events'][number]): BusRecord {
  return { stream, key: event.subject, version: event.sequence, event: event as unknown as BusEvent };
}
