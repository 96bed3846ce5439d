import { sql } from '@sixpence/postgres';
import type { Database, Tx } from '@sixpence/postgres';
import type { BusEvent, ConsumerGroup } from '@sixpence/schemas';
import { claimPart } from '../handling/running-event.js';

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
   * and nothing is done. Whatever `effect` throws rolls both back. When several handlers of one group each have an effect
   * of the same event, each names its own `part`.
   */
  async once(
    event: BusEvent,
    effect: (tx: Tx) => Promise<void>,
    options: { part?: string } = {},
  ): Promise<'done' | 'duplicate'> {
    const { part } = options;
    claimPart(event.id, part ?? '');
    const group = part === undefined ? this.#group : `${this.#group}/${part}`;
    return this.#db.transaction(async (tx) => {
      const added = await tx.execute(
        sql`insert into inbox (consumer_group, event_id) values (${group}, ${event.id}) on conflict do nothing`,
        { name: 'bus-inbox-once' },
      );
      if (added === 0) return 'duplicate';
      await effect(tx);
      return 'done';
    });
  }
}
