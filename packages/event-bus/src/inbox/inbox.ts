import type { Database, Tx } from '@sixpence/postgres';
import type { BusEvent, ConsumerGroup } from '@sixpence/schemas';
import { claimPart, runningOwner } from '../handling/running-event.js';
import { noteEvents, noteEventsOfOwner } from './inbox.store.js';

export interface InboxOptions {
  /** When several handlers of one group each have an effect of the same event, each names its own. */
  readonly part?: string;
}

/** The one way in: an event has its effect in the transaction that remembers it, so it has it once. */
export class Inbox {
  readonly #db: Database;
  readonly #group: ConsumerGroup;

  constructor(db: Database, group: ConsumerGroup) {
    this.#db = db;
    this.#group = group;
  }

  /**
   * Runs `effect` in a transaction with the note that this group has had the event; 'duplicate' when it had it before,
   * and nothing is done. Whatever `effect` throws rolls both back. Throws FencedError, without an effect, when the partition of
   * the event is another member's by now.
   */
  async once(
    event: BusEvent,
    effect: (tx: Tx) => Promise<void>,
    options: InboxOptions = {},
  ): Promise<'done' | 'duplicate'> {
    const fresh = await this.onceEach([event], effect, options);
    return fresh === 0 ? 'duplicate' : 'done';
  }

  /**
   * Runs `effect` in one transaction with the notes of all the events, and gives it those that this group had not had before, in
   * their order; when there are none it is not run. Resolves with how many those were. Throws like `once`.
   */
  async onceEach<Event extends BusEvent>(
    events: readonly Event[],
    effect: (tx: Tx, fresh: Event[]) => Promise<void>,
    { part }: InboxOptions = {},
  ): Promise<number> {
    const byId = new Map(events.map((event) => [event.id, event]));
    for (const id of byId.keys()) claimPart(id, part ?? '');
    const group = this.#group;
    const noting = { group, name: part === undefined ? group : `${group}/${part}` };
    const owner = runningOwner();
    return this.#db.transaction(async (tx) => {
      const ids = [...byId.keys()];
      const noted = new Set(
        await (owner === undefined ? noteEvents(tx, noting, ids) : noteEventsOfOwner(tx, noting, ids, owner)),
      );
      const fresh = [...byId.values()].filter(({ id }) => noted.has(id));
      if (fresh.length > 0) await effect(tx, fresh);
      return fresh.length;
    });
  }
}
