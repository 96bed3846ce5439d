import { randomBytes } from 'node:crypto';
import { Outbox, busMigrations, connectKafka, createTopics } from '@sixpence/event-bus';
import type { KafkaAdmin } from '@sixpence/event-bus';
import { migrate, openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { ConsumerGroup, groupNames, streamTopic } from '@sixpence/schemas';
import { storeEvent, testDatabase, until } from '@sixpence/testkit';
import { expect } from 'vitest';
import { startProcess } from './member-process.js';
import type { MemberProcess } from './member-process.js';
import { paced } from './paced.js';
import { topicLog } from './topic-log.js';
import type { TopicLog } from './topic-log.js';

/** Events that are told at a steady rate until it is stopped. */
export interface Load {
  /** Resolves with how many there were, once the last is committed. */
  stop(): Promise<number>;
}

/**
 * A service that tells and a group that books, on a real broker and database. The test writes the outbox in its own transactions;
 * relays and members are processes. Of every event there must be one effect and one pair of postings in the end.
 */
export interface LedgerBus {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly prefix: string;
  /** The group of the bookers. */
  readonly group: string;
  /** The database of the one who tells, and that of those who book. */
  readonly telling: Database;
  readonly booking: Database;
  readonly outbox: Outbox;
  readonly log: TopicLog;
  startTeller(env?: Readonly<Record<string, string>>): Promise<MemberProcess>;
  startBooker(member: string, env?: Readonly<Record<string, string>>): Promise<MemberProcess>;
  /** The next version of each key, in one transaction. A key may come several times. Gives the events' ids. */
  tell(...keys: readonly string[]): Promise<string[]>;
  /** Counts an event that the test wrote itself. */
  told(key: string, version: number): void;
  load(perSecond: number): Load;
  /** How many effects there are. */
  count(): Promise<number>;
  effects(): Promise<Effect[]>;
  /**
   * Waits until every event that was told and is not of `parked` keys has its effect and the group is at the end, then checks:
   * each effect once, each key in order, the books balanced.
   */
  expectOnce(options?: { parked?: readonly string[] }): Promise<void>;
  /** The end of what each process wrote, for a test that failed. */
  output(): string;
  close(): Promise<void>;
}

export interface Effect {
  readonly event: string;
  readonly key: string;
  readonly version: number;
  readonly member: string;
  /** When the handler began, by the member's clock, and when it wrote, by the database's. */
  readonly beganAt: Date;
  readonly at: Date;
}

const KEYS = Array.from({ length: 24 }, (_, n) => `store-${n}`);
const TICKS_PER_SECOND = 20;
const DRAINED_WITHIN_MS = 90_000;

const TABLES = sql`
  create table effects (
    n bigint generated always as identity,
    event_id text not null, key text not null, version integer not null, member text not null,
    began_at timestamptz not null, at timestamptz not null default clock_timestamp());
  create table postings (event_id text not null, account text not null, amount numeric not null)`;

/** Topics, schemas and tables of its own; no process runs yet. */
export async function ledgerBus(brokers: readonly string[], replication = 1): Promise<LedgerBus> {
  const prefix = `faults-${randomBytes(4).toString('hex')}.`;
  const { topic } = streamTopic(prefix, 'store');
  const group = groupNames(prefix, ConsumerGroup.webhooks).events;
  const client = connectKafka({ brokers });
  const asAdmin = async <T>(work: (admin: KafkaAdmin) => Promise<T>): Promise<T> => {
    const admin = await client.admin();
    try {
      return await work(admin);
    } finally {
      await admin.close();
    }
  };
  await asAdmin((admin) => createTopics(admin, { prefix, replication }));
  const { url, close } = await testDatabase();
  const open = async (schema: string): Promise<Database> => {
    await migrate({ url, schema, directories: { bus: busMigrations } });
    return openDatabase({ url, schema, poolSize: 4, applicationName: 'faults' });
  };
  const telling = await open('core');
  const booking = await open('webhooks');
  await booking.execute(TABLES);

  const outbox = new Outbox('core', () => {});
  const versions = new Map<string, number>();
  const processes = new Set<MemberProcess>();
  const environment = {
    DATABASE_URL: url,
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC_PREFIX: prefix,
    LOG_LEVEL: 'warn',
    PORT: '0',
  };
  const start = async (name: 'booker' | 'teller', env: Readonly<Record<string, string>>) => {
    const started = await startProcess(name, { ...environment, ...env });
    processes.add(started);
    return started;
  };

  const told = (key: string, version: number): void =>
    void versions.set(key, Math.max(version, versions.get(key) ?? 0));
  const tellNext = async (keys: readonly string[]): Promise<string[]> => {
    const next = new Map(versions);
    const events = keys.map((key) => {
      const version = (next.get(key) ?? 0) + 1;
      next.set(key, version);
      return storeEvent(key, version);
    });
    await telling.transaction((tx) => outbox.append(tx, ...events));
    for (const { key, version } of events) told(key, version);
    return events.map(({ key, version }) => `${key}@${version}`);
  };
  // One after the other, as under an aggregate's lock: a load and a test may tell of the same key.
  let turn: Promise<unknown> = Promise.resolve();
  const tell: LedgerBus['tell'] = (...keys) => {
    const done = turn.then(() => tellNext(keys));
    turn = done.catch(() => {});
    return done;
  };
  const count = async (): Promise<number> => {
    const { effects } = await booking.one<{ effects: string }>(sql`select count(*) as effects from effects`);
    return Number(effects);
  };

  return {
    databaseUrl: url,
    brokers,
    prefix,
    group,
    telling,
    booking,
    outbox,
    log: topicLog(brokers, topic),
    startTeller: (env = {}) => start('teller', env),
    startBooker: (member, env = {}) => start('booker', { FAULTS_MEMBER: member, ...env }),
    tell,
    told,
    load: (perSecond) => startLoad(tell, perSecond),
    count,
    effects: () =>
      booking.query<Effect & Record<string, unknown>>(sql`
        select event_id as event, key, version, member, began_at as "beganAt", at from effects order by n`),
    async expectOnce({ parked = [] } = {}) {
      const wanted = [...versions].filter(([key]) => !parked.includes(key));
      const events = wanted.reduce((sum, [, version]) => sum + version, 0);
      await until(async () => (await count()) >= events, {
        timeoutMs: DRAINED_WITHIN_MS,
        what: `${events} effects`,
      });
      await until(() => asAdmin(async (admin) => (await admin.lag(group, [topic])) === 0n), {
        timeoutMs: DRAINED_WITHIN_MS,
        what: 'the group to be at the end',
      });
      const found = await booking.query<{ key: string; versions: number[] }>(
        sql`select key, array_agg(version order by n) as versions from effects group by key`,
      );
      expect(Object.fromEntries(found.map((row) => [row.key, row.versions]))).toEqual(
        Object.fromEntries(
          wanted.map(([key, version]) => [key, Array.from({ length: version }, (_, at) => at + 1)]),
        ),
      );
      expect(
        await booking.one(sql`
          select coalesce(sum(amount), 0)::integer as sum, count(*)::integer as postings from postings`),
      ).toEqual({ sum: 0, postings: 2 * events });
    },
    output: () => [...processes].map((each) => `[${each.pid}] ${each.output().slice(-4_000)}`).join('\n'),
    async close() {
      await Promise.all([...processes].map((each) => each.kill()));
      await Promise.all([telling.close(), booking.close()]);
      await close();
    },
  };
}

/** Some transactions a second, each with an equal part of the events, of one key after the other. */
function startLoad(tell: LedgerBus['tell'], perSecond: number): Load {
  const size = Math.max(1, Math.round(perSecond / TICKS_PER_SECOND));
  const stopping = new AbortController();
  let events = 0;
  const run = async (): Promise<void> => {
    for await (const _turn of paced(1_000 / TICKS_PER_SECOND, stopping)) {
      const keys = Array.from({ length: size }, (_, at) => KEYS[(events + at) % KEYS.length] as string);
      await tell(...keys);
      events += size;
    }
  };
  const running = run();
  running.catch(() => {});
  return {
    async stop() {
      stopping.abort();
      await running;
      return events;
    },
  };
}
