import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { streams } from '@sixpence/schemas';
import type { EventDefinition, ServiceName } from '@sixpence/schemas';
import { checkEvent, outboxRow } from './outbox-row.js';
import type { NewEvent, OutboxRow } from './outbox-row.js';

/** The one way out: an event is written in the transaction that made it true, and told once that is committed. */
export class Outbox {
  readonly #service: ServiceName;
  readonly #wakeRelay: () => void;

  constructor(service: ServiceName, wakeRelay: () => void) {
    this.#service = service;
    this.#wakeRelay = wakeRelay;
  }

  /**
   * Adds events to the transaction, at its end. Throws InvalidEventError when data does not fit its schema; the transaction throws a
   * unique violation of `outbox_version_key` when a version was told before. All events must be of streams this service owns.
   */
  async append<const Definitions extends readonly EventDefinition[]>(
    tx: Tx,
    ...events: { [Index in keyof Definitions]: NewEvent<Definitions[Index]> }
  ): Promise<void> {
    if (events.length === 0) return;
    for (const event of events) checkEvent(event);
    const rows = events.map((event) => this.row(event));
    tx.executeLast(insertRows(rows), { name: 'bus-outbox-append' });
    tx.txAfterCommit(this.#wakeRelay);
  }

  /**
   * The row of an event of this service, for a statement that inserts it itself and calls `wake` once it is committed. Its data is
   * not checked here but by the compiler, and by whoever consumes it: this is for a path where every microsecond counts.
   */
  row<Definition extends EventDefinition>(event: NewEvent<Definition>): OutboxRow {
    const { type, stream } = event.definition;
    if (streams[stream] !== this.#service)
      throw new Error(`${this.#service} may not tell ${type}: ${streams[stream]} owns the stream`);
    return outboxRow(event);
  }

  /** Tells the relay of this process that rows were committed; it would find them by itself within a second. */
  wake(): void {
    this.#wakeRelay();
  }
}

function insertRows(rows: OutboxRow[]) {
  return sql`
    insert into outbox (event_id, stream, key, version, partition, type, envelope)
    select * from unnest(
      ${rows.map((row) => row.event_id)}::text[], ${rows.map((row) => row.stream)}::text[],
      ${rows.map((row) => row.key)}::text[], ${rows.map((row) => row.version)}::integer[],
      ${rows.map((row) => row.partition)}::smallint[],
      ${rows.map((row) => row.type)}::text[], ${rows.map((row) => row.envelope)}::jsonb[])`;
}
