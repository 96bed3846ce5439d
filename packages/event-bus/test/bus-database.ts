import { migrate, openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { testDatabase } from '@sixpence/testkit';
import { busMigrations } from '../src/index.js';

export interface BusDatabase {
  readonly url: string;
  readonly db: Database;
  /** Another pool on the same schema, as another process has it. `url` goes through something else, such as a proxy. */
  open(options?: { url?: string; poolSize?: number }): Database;
  /** `<group> <what>` of every effect so far, in the order they were committed. */
  effects(): Promise<string[]>;
  close(): Promise<void>;
}

/** A database with the bus tables in the schema `bus`, and a table `effects` that handlers of tests write to. */
export async function busDatabase(): Promise<BusDatabase> {
  const { url, close } = await testDatabase();
  await migrate({ url, schema: 'bus', directories: { bus: busMigrations } });
  const pools: Database[] = [];
  const open: BusDatabase['open'] = (options = {}) => {
    const pool = openDatabase({
      url: options.url ?? url,
      schema: 'bus',
      poolSize: options.poolSize ?? 8,
      applicationName: 'bus-test',
      connectTimeoutMs: 2_000,
    });
    pools.push(pool);
    return pool;
  };
  const db = open();
  await db.execute(sql`create table effects (n bigint generated always as identity, who text, what text)`);
  return {
    url,
    db,
    open,
    effects: async () =>
      (
        await db.query<{ effect: string }>(sql`select who || ' ' || what as effect from effects order by n`)
      ).map(({ effect }) => effect),
    async close() {
      await Promise.all(pools.map((pool) => pool.close()));
      await close();
    },
  };
}
