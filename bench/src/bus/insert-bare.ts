import { outboxRow } from '@sixpence/event-bus';
import { openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';
import { effectOf, insertEffects } from './effects.js';
import type { EffectRow } from './effects.js';
import type { Job, JobOptions } from './job.js';
import { secondsSince } from './job.js';
import { paymentEvents } from './payment-events.js';
import { schema } from './stages.js';

/** As many as a batch of a partition mostly holds. */
const perTransaction = 388;
const differentTexts = 20_000;

/** Writes what a consumer writes, the note in the inbox and the effect, in batches and with nothing else to do. */
export async function insertBare({ databaseUrl, events, connections }: JobOptions): Promise<Job> {
  const db = openDatabase({ url: databaseUrl, schema, poolSize: connections, applicationName: 'bench' });
  const texts: EffectRow[] = [];
  for (const event of paymentEvents(Math.min(differentTexts, Math.ceil(events / 2))))
    texts.push(effectOf(JSON.parse(outboxRow(event).envelope) as BusEvent));
  await Promise.all(Array.from({ length: connections }, () => db.query(sql`select 1`)));
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < events) {
      const first = next;
      next = Math.min(next + perTransaction, events);
      await write(db, rowsLike(texts, first, next));
    }
  };
  return {
    async run() {
      const startMs = performance.now();
      await Promise.all(Array.from({ length: connections }, work));
      return { operations: events, seconds: secondsSince(startMs) };
    },
    close: () => db.close(),
  };
}

/** Rows `from` to `to`, each with an id of its own that rises as those of events do. */
function rowsLike(texts: readonly EffectRow[], from: number, to: number): EffectRow[] {
  return Array.from({ length: to - from }, (_, at) => {
    const number = from + at;
    const like = texts[number % texts.length] as EffectRow;
    return { ...like, eventId: `evt_${String(number).padStart(10, '0')}${like.eventId.slice(14)}` };
  });
}

async function write(db: Database, rows: readonly EffectRow[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(
      sql`
        insert into inbox (consumer_group, event_id)
        select 'admin', id from unnest(${rows.map((row) => row.eventId)}::text[]) as id
            on conflict do nothing`,
      { name: 'bench-inbox' },
    );
    await tx.execute(insertEffects(rows), { name: 'bench-effects' });
  });
}
