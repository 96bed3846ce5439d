import type { BusEvent } from '@sixpence/schemas';
import { childTraceparent, withTraceparent } from '@sixpence/telemetry';
import type { PartitionOwner } from '../transport/transport.js';
import { BusContext } from './bus-context.js';
import { HandlerTimeoutError } from './failure.js';
import type { Limiter } from './limiter.js';
import { withRunningEvents } from './running-event.js';

export interface Attempt {
  /** What is handled in this attempt, at least one: the first gives the trace. */
  readonly events: readonly BusEvent[];
  /** Which try this is, from 1. */
  readonly number: number;
  readonly owner: PartitionOwner | undefined;
  readonly timeoutMs: number;
  readonly limiter: Limiter;
}

/** Runs handlers once, in a place of the limiter and within the time that a try has; throws HandlerTimeoutError after it. */
export async function attempt(
  { events, number, owner, timeoutMs, limiter }: Attempt,
  dispatch: (context: BusContext) => Promise<void>,
): Promise<void> {
  const traceparent = childTraceparent(events[0]?.traceparent);
  const context = new BusContext({ traceparent, attempt: number, idempotencyKey: null });
  const ids = events.map(({ id }) => id);
  const run = () =>
    withTraceparent(traceparent, () => withRunningEvents(ids, owner, () => dispatch(context)));
  await limiter.run(() => within(timeoutMs, run()));
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
