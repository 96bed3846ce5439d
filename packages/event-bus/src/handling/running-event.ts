import { AsyncLocalStorage } from 'node:async_hooks';

interface RunningEvent {
  readonly id: string;
  readonly parts: Set<string>;
}

const running = new AsyncLocalStorage<RunningEvent>();

/** Runs one attempt at an event, remembering which parts of it had their turn in the inbox. */
export function withRunningEvent<T>(id: string, attempt: () => T): T {
  return running.run({ id, parts: new Set() }, attempt);
}

/**
 * Notes that this part of the running event goes through the inbox. Throws when it did before in the same attempt: the
 * second handler would find the first one's note and never have its effect.
 */
export function claimPart(eventId: string, part: string): void {
  const event = running.getStore();
  if (event === undefined || event.id !== eventId) return;
  if (event.parts.has(part)) {
    throw new Error(
      'two handlers of one group take the same event through the inbox: each must name its own part',
    );
  }
  event.parts.add(part);
}
