import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { BusEvent, Stream } from '@sixpence/schemas';
import type { OutboxEntry, Position, Predecessor } from './batch-order.js';

interface Row {
  txid: string;
  id: string;
  stream: Stream;
  key: string;
  version: number;
  event: BusEvent | null;
  ready: boolean;
}

/** What stands after a position. */
export interface Batch {
  /** Committed, and nothing can still appear before any of them. */
  readonly entries: OutboxEntry[];
  /** True when rows are there that an older transaction, still running, could yet come before. */
  readonly waiting: boolean;
}

/**
 * Reads at most `limit` rows after the position. A row counts only once every transaction with a lower id has ended
 * (`pg_snapshot_xmin`): otherwise one that commits late would be passed over.
 */
export async function readBatch(
  db: Queries,
  after: Position,
  types: ReadonlySet<string> | undefined,
  limit: number,
): Promise<Batch> {
  const wanted = types === undefined ? null : [...types];
  const rows = await db.query<Row>(
    sql`
      select txid, id, stream, key, version,
             case when ${wanted}::text[] is null or type = any(${wanted}::text[]) then envelope end as event,
             txid < pg_snapshot_xmin(pg_current_snapshot()) as ready
        from outbox
       where (txid, id) > (${after.txid}::xid8, ${after.id}::bigint)
       order by txid, id
       limit ${limit}`,
    { name: 'bus-relay-read' },
  );
  const entries = rows.filter((row) => row.ready).map(toEntry);
  return { entries, waiting: entries.length < rows.length };
}

/**
 * The predecessors that stand beyond the position. They are committed: a version is raised under its aggregate's row
 * lock, so n is visible only after n−1 is.
 */
export async function readBeyond(
  db: Queries,
  position: Position,
  predecessors: readonly Predecessor[],
): Promise<OutboxEntry[]> {
  const rows = await db.query<Row>(
    sql`
      select o.txid, o.id, stream, key, version, o.envelope as event, true as ready
        from outbox o
        join unnest(
          ${predecessors.map(({ stream }) => stream)}::text[],
          ${predecessors.map(({ key }) => key)}::text[],
          ${predecessors.map(({ version }) => version)}::integer[]) as p (stream, key, version)
       using (stream, key, version)
       where (o.txid, o.id) > (${position.txid}::xid8, ${position.id}::bigint)`,
    { name: 'bus-relay-read-beyond' },
  );
  return rows.map(toEntry);
}

function toEntry(row: Row): OutboxEntry {
  return {
    position: { txid: BigInt(row.txid), id: BigInt(row.id) },
    stream: row.stream,
    key: row.key,
    version: row.version,
    event: row.event ?? undefined,
  };
}
