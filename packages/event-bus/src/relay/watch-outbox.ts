import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { Metrics } from '@sixpence/telemetry';
import { shardCount } from './shards.js';
import type { Relay } from './relay.js';

/** Nobody needs to know how far beyond this the relay is behind, and to count it would cost. */
const MAX_COUNTED_ROWS = 10_000;

/** What a sink has not got yet. */
interface Backlog {
  readonly sink: string;
  readonly rows: number;
  readonly age: number;
}

/** Says at each scrape how far the relay is behind, and what it waits for. */
export function watchOutbox(metrics: Metrics, db: Queries, relay: Relay): void {
  let backlogs: Promise<Backlog[]> | undefined;
  // Both gauges are asked for in one scrape: one query does.
  const read = (): Promise<Backlog[]> => {
    backlogs ??= readBacklogs(db).finally(() => (backlogs = undefined));
    return backlogs;
  };
  metrics.gauge({
    name: 'sixpence_outbox_events',
    help: `Committed events that a sink has not got yet; ${MAX_COUNTED_ROWS} stands for that and more`,
    labels: ['sink'],
    collect: async (gauge) => {
      for (const { sink, rows } of await read()) gauge.set({ sink }, rows);
    },
  });
  metrics.gauge({
    name: 'sixpence_outbox_age_seconds',
    help: 'How long the oldest of them waits',
    labels: ['sink'],
    collect: async (gauge) => {
      for (const { sink, age } of await read()) gauge.set({ sink }, age);
    },
  });
  metrics.gauge({
    name: 'sixpence_outbox_transaction_seconds',
    help: 'How long the relay waits for one and the same open transaction, before which nothing younger is published',
    collect: (gauge) => {
      const { waitingSinceMs } = relay;
      gauge.set(waitingSinceMs === undefined ? 0 : (performance.now() - waitingSinceMs) / 1_000);
    },
  });
}

const readBacklogs = (db: Queries): Promise<Backlog[]> =>
  db.query<Backlog>(sql`
    select c.sink, b.rows::integer, coalesce(b.age, 0)::float8 as age
      from relay_cursors c
     cross join lateral (
       select count(*) as rows, extract(epoch from now() - min(created_at)) as age
         from (select created_at from outbox o
                where (o.epoch, o.txid, o.id) > (c.epoch, c.txid, c.id)
                  and (c.sink !~ '^kafka/' or o.partition % ${shardCount}::smallint = split_part(c.sink, '/', 2)::smallint)
                order by o.epoch, o.txid, o.id
                limit ${MAX_COUNTED_ROWS}) as waiting) as b`);
