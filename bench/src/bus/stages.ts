import { randomBytes } from 'node:crypto';
import { busMigrations, connectKafka } from '@sixpence/event-bus';
import { migrate } from '@sixpence/postgres';
import { topicDefinitions } from '@sixpence/schemas';
import pg from 'pg';
import type { Place } from './job.js';
import type { Servers } from './servers.js';

/** A place that one turn has for itself. */
export interface Stage extends Place {
  readonly databaseName: string;
  drop(): Promise<void>;
}

/** The schema of the bench's tables, whichever service it plays. */
export const schema = 'bench';

/** What the bench's consumers write for each event: the table that admin's timeline is kept in. */
const effects = `
  create table ${schema}.effects (
    event_id text primary key, invoice_id text not null, at timestamptz not null, service text not null,
    type text not null, sequence integer not null, data jsonb not null);
  create index on ${schema}.effects (invoice_id, at)`;

/** The services that the bench plays: one tells, the other hears. */
const wanted = /(events\.(payment|schedule)|\.payments|\.admin)$/;

/** Databases and topics, each of a turn's own: none begins with what another has left. */
export async function openStages({ postgres, kafka }: Servers) {
  const client = new pg.Client({ connectionString: postgres.url });
  // When the server is stopped under it, whoever asks next hears of it.
  client.on('error', () => {});
  await client.connect();
  const admin = await connectKafka({ brokers: kafka.brokers }).admin();

  const database = async (template?: string): Promise<{ name: string; url: string }> => {
    const name = `bench_${randomBytes(6).toString('hex')}`;
    await client.query(
      template === undefined ? `create database ${name}` : `create database ${name} template ${template}`,
    );
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    return { name, url: url.href };
  };

  return {
    /** An empty database; or with the bus's tables, or those of another stage as they are. With topics or without. */
    async open(given: { like?: Stage; tables?: boolean; topics?: boolean } = {}): Promise<Stage> {
      const { name, url } = await database(given.like?.databaseName);
      if (given.tables === true) {
        await migrate({ url, schema, directories: { bus: busMigrations } });
        await onDatabase(url, effects);
      }
      const prefix = `${name.replace('_', '-')}.`;
      if (given.topics === true)
        await admin.createTopics(
          topicDefinitions({ prefix, replication: 1 }).filter((topic) => wanted.test(topic.name)),
        );
      await client.query('checkpoint');
      return {
        databaseName: name,
        databaseUrl: url,
        brokers: kafka.brokers,
        prefix,
        drop: async () => void (await client.query(`drop database ${name} with (force)`)),
      };
    },
    async close() {
      await admin.close();
      await client.end();
    },
  };
}

export type Stages = Awaited<ReturnType<typeof openStages>>;

async function onDatabase(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statements);
  await client.end();
}
