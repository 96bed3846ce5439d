import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  MigrationError,
  SchemaOutdatedError,
  assertMigrated,
  migrate,
  openDatabase,
  sql,
  sqlState,
} from '@sixpence/postgres';
import { testDatabase } from '@sixpence/testkit';
import type { TestDatabase } from '@sixpence/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const migrations = new URL('./migrations/', import.meta.url);

let place: TestDatabase;
let folder: string;

beforeEach(async () => {
  place = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(migrations, folder, { recursive: true });
});
afterEach(async () => {
  await place.close();
  await rm(folder, { recursive: true });
});

const own = () => ({ own: pathToFileURL(`${folder}/`) });
const run = (options: { url?: string; role?: string; schema?: string } = {}) =>
  migrate({ url: place.url, schema: 'notes', directories: own(), ...options });
const open = (role?: string, url = place.url) =>
  openDatabase({ url, schema: 'notes', role, poolSize: 2, applicationName: 'test' });

async function asked<T>(
  ask: (db: ReturnType<typeof open>) => Promise<T>,
  role?: string,
  url?: string,
): Promise<T> {
  const db = open(role, url);
  try {
    return await ask(db);
  } finally {
    await db.close();
  }
}

describe('files', () => {
  test('are applied once, in order', async () => {
    expect((await run()).applied).toEqual(['own/0001-notes.sql', 'own/0002-notes-are-kept.sql']);
    expect((await run()).applied).toEqual([]);
    await asked((db) => db.execute(sql`insert into notes (body) values ('a')`));
  });

  test('of several sets are applied set by set, and counted apart', async () => {
    const bus = await mkdtemp(join(tmpdir(), 'migrations-'));
    await writeFile(join(bus, '0001-outbox.sql'), 'create table outbox (id bigint)');
    const directories = { bus: pathToFileURL(`${bus}/`), ...own() };
    const { applied } = await migrate({ url: place.url, schema: 'notes', directories });
    expect(applied).toEqual(['bus/0001-outbox.sql', 'own/0001-notes.sql', 'own/0002-notes-are-kept.sql']);
    await rm(bus, { recursive: true });
  });

  test('that were changed after they were applied are refused by name', async () => {
    await run();
    await writeFile(join(folder, '0001-notes.sql'), 'create table notes (id bigint)');
    await expect(run()).rejects.toThrow(
      /0001-notes\.sql .*was changed after it had been applied: restore the file/,
    );
  });

  test('may change their line ends', async () => {
    await run();
    const file = join(folder, '0001-notes.sql');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));
    expect((await run()).applied).toEqual([]);
  });

  test('that fail leave nothing, name themselves and can be mended', async () => {
    const file = join(folder, '0003-broken.sql');
    await writeFile(file, 'create table half (id bigint); select nonsense');
    await expect(run()).rejects.toThrow(
      /0003-broken\.sql .*failed, nothing of it was kept: column "nonsense"/,
    );
    const half = sql`select to_regclass('notes.half') as found`;
    expect(await asked((db) => db.query(half))).toEqual([{ found: null }]);
    await writeFile(file, 'create table half (id bigint)');
    expect((await run()).applied).toEqual(['own/0003-broken.sql']);
  });

  test('that end their own transaction are refused', async () => {
    await writeFile(join(folder, '0003-ends.sql'), 'create table half (id bigint); commit');
    await expect(run()).rejects.toThrow(/0003-ends\.sql .*ends the transaction/);
  });

  test('that leave a number out are refused', async () => {
    await writeFile(join(folder, '0004-late.sql'), 'select 1');
    await expect(run()).rejects.toBeInstanceOf(MigrationError);
  });
});

test('migrators that start together take turns, and one applies each file', async () => {
  const results = await Promise.all(Array.from({ length: 6 }, () => run({ role: `together_${place.name}` })));
  const applied = results.flatMap((result) => result.applied);
  expect(applied).toEqual(['own/0001-notes.sql', 'own/0002-notes-are-kept.sql']);
  expect(new Set(results.map(({ role }) => role))).toEqual(new Set([`together_${place.name}`]));
});

describe('the service role', () => {
  test('may work on the tables, owns none, and gets back nothing that a migration took', async () => {
    const role = `kept_${place.name}`;
    const ask = async (statement: ReturnType<typeof sql>) =>
      asked((db) => db.execute(statement), role).then(
        (rows) => rows,
        (error: unknown) => sqlState(error),
      );
    expect((await run({ role })).role).toBe(role);
    for (const _again of [1, 2]) {
      expect(await ask(sql`insert into notes (body) values (${String(Math.random())})`)).toBe(1);
      expect(await ask(sql`select * from notes limit 1`)).toBe(1);
      expect(await ask(sql`update notes set body = 'changed'`)).toBe('42501');
      expect(await ask(sql`delete from notes`)).toBe('42501');
      expect(await ask(sql`drop table notes`)).toBe('42501');
      expect(await ask(sql`delete from schema_migrations`)).toBe('42501');
      expect(await ask(sql`create table more (id integer)`)).toBe('42501');
      await run({ role });
    }
  });

  test('cannot see another service’s schema', async () => {
    const role = `apart_${place.name}`;
    await run();
    await migrate({ url: place.url, schema: 'other', role, directories: { own: migrations } });
    expect(await asked((db) => db.query(sql`select * from notes.notes`).catch(sqlState), role)).toBe('42501');
  });

  test('is made by a login that may create roles without being a superuser', async () => {
    const url = await login('createrole');
    const role = `limited_${place.name}`;
    expect(await run({ url, role })).toMatchObject({ role, note: undefined });
    await asked((db) => db.execute(sql`insert into notes (body) values ('a')`), role, url);
    expect((await run({ url, role })).role).toBe(role);
  });

  test('is left out, with a note, where the login may not create roles', async () => {
    const url = await login('nocreaterole');
    const result = await run({ url, role: `refused_${place.name}` });
    expect(result.role).toBeUndefined();
    expect(result.note).toContain('may not create or take on the role');
    await asked((db) => db.execute(sql`insert into notes (body) values ('a')`), undefined, url);
  });

  test('is left out, with a note, of a schema that was made without it', async () => {
    await run();
    const result = await run({ role: `late_${place.name}` });
    expect(result).toMatchObject({
      role: undefined,
      note: expect.stringContaining('was made without the role') as string,
    });
  });

  /** A login of its own that may create schemas in the test's database. */
  async function login(right: 'createrole' | 'nocreaterole'): Promise<string> {
    const name = `login_${right}_${place.name}`;
    const admin = openDatabase({ url: place.url, schema: 'public', poolSize: 1, applicationName: 'test' });
    await admin.execute(sql`select set_config('test.name', ${name}, false)`);
    await admin.execute({ text: `create role ${name} login ${right} password 'secret'`, values: [] });
    await admin.execute({ text: `grant create on database ${place.name} to ${name}`, values: [] });
    await admin.close();
    const url = new URL(place.url);
    url.username = name;
    url.password = 'secret';
    return url.href;
  }
});

describe('a program', () => {
  test('refuses a schema that lacks one of its files, by name', async () => {
    await run();
    await writeFile(join(folder, '0003-more.sql'), 'select 1');
    const check = asked((db) => assertMigrated(db, own()));
    await expect(check).rejects.toBeInstanceOf(SchemaOutdatedError);
    await expect(asked((db) => assertMigrated(db, own()))).rejects.toThrow('own/0003-more.sql');
  });

  test('refuses a schema that is not there', async () => {
    await expect(asked((db) => assertMigrated(db, own()))).rejects.toBeInstanceOf(SchemaOutdatedError);
  });

  test('runs on a schema that is as new, or newer', async () => {
    await writeFile(join(folder, '0003-more.sql'), 'select 1');
    await run({ role: `newer_${place.name}` });
    await rm(join(folder, '0003-more.sql'));
    await asked((db) => assertMigrated(db, own()), `newer_${place.name}`);
    expect((await run()).applied).toEqual([]);
  });
});
