import type { KafkaConsumer } from './kafka-client.js';
import { pauseUnless } from '../waiting/pause-unless.js';
import { whenAborted } from '../waiting/when-aborted.js';
import { within } from '../waiting/within.js';
import { consuming } from './timings.js';

/** One consumer of the library, from its making until it dies. */
export interface ConsumerLife {
  /** Resolves once the group has given it its share. */
  readonly joined: Promise<void>;
  /** Resolves with the reason when it will do no more. */
  readonly ended: Promise<unknown>;
  /** When it last heard of the broker, by `performance.now()`. */
  lastSignMs(): number;
  /** Finishes what is in hand, commits it and leaves the group. */
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
const LOOK_EVERY_MS = 1_000;
/** Looks that find it silent, one after the other: after a blocked event loop the first sees only our own absence. */
const SILENT_LOOKS = 3;

/** Makes a new consumer whenever the old one dies or falls silent, until it is closed. */
export function superviseConsumer(
  begin: () => Promise<ConsumerLife>,
  onError: (error: unknown) => void,
): KafkaConsumer {
  const closing = new AbortController();
  let markReady = (): void => {};
  const ready = new Promise<void>((resolve) => (markReady = resolve));

  const supervise = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      try {
        const life = await begin();
        const settle = (): void => {
          pauseMs = FIRST_PAUSE_MS;
          markReady();
        };
        void life.joined.then(settle, () => {});
        const reason = await untilOver(life, closing.signal);
        if (reason !== undefined) onError(reason);
        await within(consuming.leaveTimeoutMs, life.close());
      } catch (error) {
        onError(error);
      }
      await pauseUnless(pauseMs, closing.signal);
      pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    }
  };
  const running = supervise();

  return {
    ready: () => Promise.race([ready, whenAborted(closing.signal)]),
    async close() {
      closing.abort(new Error('the consumer is closed'));
      await within(2 * consuming.leaveTimeoutMs, running);
    },
  };
}

/** Why the life is over; undefined when it is we who close. */
async function untilOver(life: ConsumerLife, closing: AbortSignal): Promise<unknown> {
  let silent = 0;
  const over = new AbortController();
  const timer = setInterval(() => {
    silent = performance.now() - life.lastSignMs() > consuming.stalledAfterMs ? silent + 1 : 0;
    if (silent >= SILENT_LOOKS) over.abort();
  }, LOOK_EVERY_MS).unref();
  const either = AbortSignal.any([over.signal, closing]);
  let reason: unknown;
  const ended = life.ended.then((why) => (reason = why ?? new Error('the consumer ended')));
  await Promise.race([ended, whenAborted(either).catch(() => {})]);
  clearInterval(timer);
  if (closing.aborted) return undefined;
  return reason ?? new Error(`the consumer heard nothing of the broker for ${consuming.stalledAfterMs} ms`);
}
