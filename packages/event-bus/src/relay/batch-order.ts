import type { Stream } from '@sixpence/schemas';

/** Where a row stands in the outbox. */
export interface Position {
  /** What the transaction id belongs to: see epoch.ts. */
  readonly epoch: number;
  readonly txid: bigint;
  readonly id: bigint;
}

/** Before everything that any outbox holds. */
export const BEGINNING: Position = { epoch: 0, txid: 0n, id: 0n };

/** A committed row of the outbox. */
export interface OutboxEntry {
  readonly position: Position;
  readonly stream: Stream;
  readonly key: string;
  readonly version: number;
  readonly partition: number;
  readonly type: string;
  /** The whole event as JSON; undefined when the reader does not want its type. */
  readonly envelope: string | undefined;
}

/** An aggregate's version: what an entry follows. */
export type Predecessor = Pick<OutboxEntry, 'stream' | 'key' | 'version'>;

/** Whether `a` stands before `b`. */
export const isBefore = (a: Position, b: Position): boolean => {
  if (a.epoch !== b.epoch) return a.epoch < b.epoch;
  return a.txid < b.txid || (a.txid === b.txid && a.id < b.id);
};

/**
 * The predecessors that are not among entries of which each key's versions rise: nearly all batches are so, and need no name for every
 * row. Undefined when they do not rise.
 */
function missingOfRising(entries: readonly OutboxEntry[]): Predecessor[] | undefined {
  const newest = new Map<Stream, Map<string, number>>();
  const missing: Predecessor[] = [];
  for (const { stream, key, version, envelope } of entries) {
    let versions = newest.get(stream);
    if (versions === undefined) newest.set(stream, (versions = new Map<string, number>()));
    const before = versions.get(key) ?? 0;
    // Of keys with something that is not wanted the slow way knows which to leave out.
    if (version <= before || envelope === undefined) return undefined;
    if (before !== version - 1) missing.push({ stream, key, version: version - 1 });
    versions.set(key, version);
  }
  return missing;
}

const nameOf = ({ stream, key, version }: Predecessor): string => `${stream}\u0000${key}\u0000${version}`;

/**
 * The predecessors (version n−1 of the same key) of entries that are not among the entries themselves. Each was either
 * delivered before this batch, or stands beyond it: a transaction may take its id first, wait for the aggregate's lock,
 * and commit second. Keys of which the reader wants nothing here are left out.
 */
export function missingPredecessors(entries: readonly OutboxEntry[]): Predecessor[] {
  const ofRising = missingOfRising(entries);
  if (ofRising !== undefined) return ofRising;
  const present = new Set(entries.map(nameOf));
  const wanted = new Set(
    entries.filter((entry) => entry.envelope !== undefined).map((entry) => nameOf({ ...entry, version: 0 })),
  );
  return entries
    .filter((entry) => entry.version > 1 && wanted.has(nameOf({ ...entry, version: 0 })))
    .map(({ stream, key, version }) => ({ stream, key, version: version - 1 }))
    .filter((predecessor) => !present.has(nameOf(predecessor)));
}

/**
 * The order of delivery: that of the outbox, but no version of a key before the one it follows when both are here.
 * `pulled` are predecessors from beyond the batch; they come just before the entry that needs them.
 */
export function deliveryOrder(batch: readonly OutboxEntry[], pulled: readonly OutboxEntry[]): OutboxEntry[] {
  if (pulled.length === 0 && missingOfRising(batch) !== undefined) return [...batch];
  const waiting = new Map([...batch, ...pulled].map((entry) => [nameOf(entry), entry]));
  const ordered: OutboxEntry[] = [];
  for (const entry of batch) {
    const chain: OutboxEntry[] = [];
    for (let next = waiting.get(nameOf(entry)); next !== undefined;) {
      chain.push(next);
      waiting.delete(nameOf(next));
      next = waiting.get(nameOf({ ...next, version: next.version - 1 }));
    }
    ordered.push(...chain.toReversed());
  }
  return ordered;
}
