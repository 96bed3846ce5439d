import {
  sql,
  Database,
  RowCountError,
  isConnectionLost,
  isUniqueViolation,
  openDatabase,
  sqlState,
} from '@sixpence/postgres';
import { testDatabase } from '@sixpence/testkit';
import type { TestDatabase } from '@sixpence/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let place: TestDatabase;
let db: Database;

const open = (options: Partial<Parameters<typeof openDatabase>[0]> = {}) =>
  openDatabase({ url: place.url, schema: 'public', poolSize: 3, applicationName: 'test', ...options });

beforeAll(async () => {
  place = await testDatabase();
  db = open();
  await db.execute(sql`create table accounts (id integer primary key, units bigint not null)`);
});
beforeEach(async () => {
  await db.execute(sql`truncate accounts`);
  await db.execute(sql`insert into accounts values (1, 0), (2, 0)`);
});
afterAll(async () => {
  await db.close();
  await place.close();
});

const units = async (id: number) =>
  (await db.one<{ units: string }>(sql`select units from accounts where id = ${id}`)).units;
const named = async (name: string) => {
  const count = sql`select count(*)::int as n from pg_stat_activity where application_name = ${name}`;
  return (await db.one<{ n: number }>(count)).n;
};

describe('asking', () => {
  test('int8 and numeric come as exact strings, timestamptz as Date, jsonb parsed', async () => {
    const row = await db.one(sql`
      select 9007199254740993::int8 as a, 123456789012345678901234567890.5::numeric as b,
             '2026-01-02T03:04:05Z'::timestamptz as c, '{"d": [1]}'::jsonb as d`);
    expect(row).toEqual({
      a: '9007199254740993',
      b: '123456789012345678901234567890.5',
      c: new Date('2026-01-02T03:04:05Z'),
      d: { d: [1] },
    });
  });

  test('a bigint goes in exactly', async () => {
    await db.execute(sql`update accounts set units = ${9007199254740993n} where id = 1`);
    expect(await units(1)).toBe('9007199254740993');
  });

  test('one refuses none and several, maybe refuses several', async () => {
    await expect(db.one(sql`select 1 where false`)).rejects.toBeInstanceOf(RowCountError);
    await expect(db.one(sql`select id from accounts`)).rejects.toBeInstanceOf(RowCountError);
    await expect(db.maybe(sql`select id from accounts`)).rejects.toBeInstanceOf(RowCountError);
    expect(await db.maybe(sql`select 1 where false`)).toBeUndefined();
  });

  test('execute tells how many rows it touched', async () => {
    expect(await db.execute(sql`update accounts set units = 1`)).toBe(2);
  });

  test('a named statement is prepared once on a connection and gives what is asked each time', async () => {
    const single = open({ poolSize: 1 });
    for (const id of [1, 2, 1]) {
      const found = await single.one(sql`select id from accounts where id = ${id}`, {
        name: 'account by id',
      });
      expect(found).toEqual({ id });
    }
    expect(await single.query(sql`select name from pg_prepared_statements`)).toEqual([
      { name: 'account by id' },
    ]);
    await single.close();
  });

  test('a named statement survives a migration that changes its columns', async () => {
    const single = open({ poolSize: 1 });
    await db.execute(sql`create table changing (a integer); insert into changing values (1)`);
    const ask = () => single.query(sql`select * from changing`, { name: 'changing' });
    expect(await ask()).toEqual([{ a: 1 }]);
    await db.execute(sql`alter table changing add column b integer default 2`);
    expect(await ask()).toEqual([{ a: 1, b: 2 }]);
    await single.close();
  });
});

describe('errors', () => {
  test('a row that is there already is told by its constraint, and costs no connection', async () => {
    const single = open({ poolSize: 1 });
    const pid = () => single.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    const before = await pid();
    const error: unknown = await single
      .execute(sql`insert into accounts values (1, 5)`)
      .catch((reason: unknown) => reason);
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'accounts_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
    expect(await pid()).toEqual(before);
    await single.close();
  });

  test('a statement that runs too long is ended by the server', async () => {
    const hasty = open({ statementTimeoutMs: 50 });
    const error: unknown = await hasty.query(sql`select pg_sleep(5)`).catch((reason: unknown) => reason);
    expect(sqlState(error)).toBe('57014');
    await hasty.close();
  });

  test('who waits too long for a connection is told so, and the pool never grows beyond its size', async () => {
    const small = open({ poolSize: 1, connectTimeoutMs: 100 });
    await small.transaction(async () => {
      const error: unknown = await small.query(sql`select 1`).catch((reason: unknown) => reason);
      expect(isConnectionLost(error)).toBe(true);
    });
    await small.close();
  });

  test('a server that is not there is a lost connection', async () => {
    const nowhere = open({ url: 'postgresql://a:b@127.0.0.1:1/x' });
    expect(isConnectionLost(await nowhere.query(sql`select 1`).catch((reason: unknown) => reason))).toBe(
      true,
    );
    await nowhere.close();
  });

  test('a connection cut by the server fails its statement, and the next one works', async () => {
    const single = open({ poolSize: 1 });
    const cut = single.transaction(async (tx) => {
      const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await db.execute(sql`select pg_terminate_backend(${pid})`);
      await tx.query(sql`select pg_sleep(5)`);
    });
    expect(isConnectionLost(await cut.catch((reason: unknown) => reason))).toBe(true);
    expect(await single.query(sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await single.close();
  });
});

describe('transactions', () => {
  test('what is committed stays, and its hooks run after', async () => {
    const seen: string[] = [];
    const value = await db.transaction(async (tx) => {
      tx.txAfterCommit(() => seen.push('hook'));
      await tx.execute(sql`update accounts set units = 5 where id = 1`);
      seen.push('body');
      return 'value';
    });
    expect(value).toBe('value');
    expect(seen).toEqual(['body', 'hook']);
    expect(await units(1)).toBe('5');
  });

  test('a hook that throws is reported and undoes nothing', async () => {
    const reported: unknown[] = [];
    const own = open({ onError: (error) => reported.push(error) });
    await own.transaction(async (tx) => {
      tx.txAfterCommit(() => {
        throw new Error('hook');
      });
      await tx.execute(sql`update accounts set units = 6 where id = 1`);
    });
    expect(await units(1)).toBe('6');
    expect(reported).toHaveLength(1);
    await own.close();
  });

  test('what throws rolls back, runs no hook and gives its connection back', async () => {
    let hooks = 0;
    for (let turn = 0; turn < 10; turn += 1) {
      const failing = db.transaction(async (tx) => {
        tx.txAfterCommit(() => (hooks += 1));
        if (turn % 2) await tx.execute(sql`update accounts set units = 5 where id = 1`);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
    }
    expect(await units(1)).toBe('0');
    expect(hooks).toBe(0);
    expect(await named('test')).toBeLessThanOrEqual(3);
    const left = sql`select 1 from pg_stat_activity where application_name = 'test' and state like 'idle in transaction%'`;
    expect(await db.query(left)).toEqual([]);
  });

  test('a swallowed error cannot pass for a commit', async () => {
    let hooks = 0;
    const swallowing = db.transaction(async (tx) => {
      tx.txAfterCommit(() => (hooks += 1));
      await tx.execute(sql`update accounts set units = 5 where id = 2`);
      await tx.execute(sql`insert into accounts values (1, 5)`).catch(() => {});
    });
    await expect(swallowing).rejects.toThrow('rolled back');
    expect(hooks).toBe(0);
    expect(await units(2)).toBe('0');
  });

  test('what goes with COMMIT comes after all others, and is committed with them', async () => {
    await db.transaction(async (tx) => {
      tx.executeLast(sql`update accounts set units = units * 2 where id = 1`, { name: 'twice' });
      tx.executeLast(sql`update accounts set units = units + 1 where id = 1`);
      await tx.execute(sql`update accounts set units = 5 where id = 1`);
    });
    expect(await units(1)).toBe('11');
    await db.transaction((tx) => {
      tx.executeLast(sql`update accounts set units = 7 where id = 1`);
      return Promise.resolve();
    });
    expect(await units(1)).toBe('7');
  });

  test('when it fails the transaction fails, with its error, and the connection stays good', async () => {
    let hooks = 0;
    const single = open({ poolSize: 1 });
    for (let turn = 0; turn < 3; turn += 1) {
      const failing = single.transaction(async (tx) => {
        tx.txAfterCommit(() => (hooks += 1));
        tx.executeLast(sql`insert into accounts values (1, 5)`);
        tx.executeLast(sql`update accounts set units = 9 where id = 2`);
        await tx.execute(sql`update accounts set units = 9 where id = 1`);
      });
      await expect(failing).rejects.toSatisfy(isUniqueViolation);
    }
    expect([await units(1), await units(2), hooks]).toEqual(['0', '0', 0]);
    expect(await single.one(sql`select 1 as one`)).toEqual({ one: 1 });
    await single.close();
  });

  test('what goes with COMMIT is left out when the transaction throws', async () => {
    const failing = db.transaction((tx) => {
      tx.executeLast(sql`update accounts set units = 9 where id = 1`);
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(await units(1)).toBe('0');
  });

  test('a statement after the end is refused', async () => {
    let late: (() => Promise<unknown>) | undefined;
    await db.transaction(async (tx) => {
      late = () => tx.query(sql`select 1`);
    });
    await expect(late?.()).rejects.toThrow('over');
  });

  test('of two transactions in a deadlock both take effect, one at its second try', async () => {
    let tries = 0;
    const both = new Set<number>();
    const cross = (from: number, to: number) =>
      db.transaction(async (tx) => {
        tries += 1;
        await tx.execute(sql`update accounts set units = units + 1 where id = ${from}`);
        both.add(from);
        // Both hold their first row before either asks for its second; a retry finds them marked already.
        while (both.size < 2) await tx.query(sql`select 1`);
        await tx.execute(sql`update accounts set units = units + 1 where id = ${to}`);
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect([await units(1), await units(2)]).toEqual(['2', '2']);
    expect(tries).toBe(3);
  });

  test('a transaction that stands idle is ended by the server', async () => {
    const own = open({ idleInTransactionTimeoutMs: 50 });
    const idle = own.transaction(async (tx) => {
      await tx.execute(sql`update accounts set units = 9 where id = 1`);
      await db.query(sql`select pg_sleep(0.3)`);
      await tx.execute(sql`update accounts set units = 9 where id = 2`);
    });
    await expect(idle).rejects.toThrow();
    expect(await units(1)).toBe('0');
    await own.close();
  });
});

test('closing waits for what is under way, and for the server to have let go', async () => {
  const own = open({ applicationName: 'closing' });
  const answer = own.query(sql`select pg_sleep(0.1), 1 as n`);
  await own.query(sql`select 1`);
  await own.close();
  expect(await answer).toMatchObject([{ n: 1 }]);
  expect(await named('closing')).toBe(0);
  await expect(own.query(sql`select 1`)).rejects.toThrow();
});
