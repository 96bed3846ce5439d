import type { Database } from '@sixpence/postgres';
import { BEGINNING, isBefore } from '../relay/batch-order.js';
import type { Position } from '../relay/batch-order.js';
import type { DeliveryWindow } from '../relay/delivery-window.js';
import { advanceCursors } from '../relay/relay-cursors.store.js';
import type { RelayTimings } from '../relay/relay-timings.js';
import type { StreamPartition } from '../relay/shards.js';
import type { ShardLease } from './leases.store.js';
import { partitionKey } from './numbered-batch.js';
import { notePublished } from './published.store.js';

type Published = StreamPartition & { readonly sequence: bigint };

/** How far shards are published, written down now and then: what is not noted yet is published again by the next relay. */
export interface Places {
  published(place: Published): void;
  /** Writes down what is new: the first time at once, then not more often than `publishedNoteEveryMs`; `now` always. */
  note(now?: boolean): Promise<void>;
  isBehind(): boolean;
}

/** The name of a shard's cursor. */
export const cursorOf = (shard: number): string => `kafka/${shard}`;

export function notePlaces({
  db,
  leases,
  window,
  timings,
}: {
  readonly db: Database;
  readonly leases: readonly ShardLease[];
  readonly window: DeliveryWindow;
  readonly timings: RelayTimings;
}): Places {
  const sinks = leases.map(({ shard }) => cursorOf(shard));
  const news = new Map<string, Published>();
  let noted: Position = BEGINNING;
  let notedAtMs = 0;

  const isBehind = (): boolean =>
    news.size > 0 || (window.settledUpTo !== undefined && isBefore(noted, window.settledUpTo));

  return {
    // A partition's batches are published in order.
    published: (place) => void news.set(partitionKey(place), place),
    isBehind,
    async note(now = false) {
      if (!isBehind() || (!now && Date.now() - notedAtMs < timings.publishedNoteEveryMs)) return;
      const { settledUpTo } = window;
      const places = [...news.values()].toSorted((a, b) => (partitionKey(a) < partitionKey(b) ? -1 : 1));
      news.clear();
      // First the numbers: a shard's rows count as told only when they are.
      await notePublished(db, places);
      if (settledUpTo !== undefined) {
        await advanceCursors(db, sinks, settledUpTo);
        noted = settledUpTo;
      }
      // A cursor that moved by itself, into a new epoch, is no reason to wait with what is published next.
      if (places.length > 0) notedAtMs = Date.now();
    },
  };
}
