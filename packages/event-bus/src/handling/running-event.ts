import { AsyncLocalStorage } from 'node:async_hooks';
import type { PartitionOwner } from '../transport/transport.js';

interface RunningEvents {
  readonly ids: ReadonlySet<string>;
  readonly owner: PartitionOwner | undefined;
  readonly parts: Set<string>;
}

const running = new AsyncLocalStorage<RunningEvents>();

/**
 * Runs one attempt at an event, or at several together, remembering in whose name it runs and which parts of it had their turn in
 * the inbox.
 */
export function withRunningEvents<T>(
  ids: readonly string[],
  owner: PartitionOwner | undefined,
  attempt: () => T,
): T {
  return running.run({ ids: new Set(ids), owner, parts: new Set() }, attempt);
}

/** The owner of the partition that the running event came from; undefined where there are no partitions. */
export const runningOwner = (): PartitionOwner | undefined => running.getStore()?.owner;

/**
 * Notes that this part of a running event goes through the inbox. Throws when it did before in the same attempt: the
 * second handler would find the first one's note and never have its effect.
 */
export function claimPart(eventId: string, part: string): void {
  const events = running.getStore();
  if (events === undefined || !events.ids.has(eventId)) return;
  const claimed = `${eventId}\u0000${part}`;
  if (events.parts.has(claimed)) {
    throw new Error(
      'two handlers of one group take the same event through the inbox: each must name its own part',
    );
  }
  events.parts.add(claimed);
}
