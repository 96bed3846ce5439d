import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PortTakenError,
  freePort,
  isAlive,
  startAnvil,
  startPostgres,
  stopProcess,
} from '@sixpence/dev-servers';
import { until } from '@sixpence/testkit';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
let port: number;

// A folder of mode 0700: as root, the user PostgreSQL runs as cannot walk into it.
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servers-'));
  port = await freePort();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const postgres = () => startPostgres({ dataDir: join(folder, 'postgres'), port, durable: false });
const anvil = () => startAnvil({ port, stateFile: join(folder, 'chain', 'state.json') });

async function asked(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function rpc(url: string, method: string, params: unknown[] = []): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await answer.json()) as { result: unknown }).result;
}

/** Starts a server in a process of its own that is then killed, as a standalone is by `kill -9`. */
async function startInKilledProcess(code: string): Promise<void> {
  const script = `const servers = await import(${JSON.stringify(import.meta.resolve('@sixpence/dev-servers'))});
    await servers.${code}; console.log('up'); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
}

describe('PostgreSQL', () => {
  test('keeps its data between runs, on the loopback, behind a password that only we can read', async () => {
    const first = await postgres();
    await asked(first.url, 'create table kept as select 1 as n');
    await first.stop();
    expect(await isAlive(first.pid)).toBe(false);
    const second = await postgres();
    expect(second.adopted).toBe(false);
    expect(await asked(second.url, 'select * from kept')).toEqual([{ n: 1 }]);
    expect(await asked(second.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const wrong = new URL(second.url);
    wrong.password = 'guess';
    await expect(asked(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(folder, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
    await second.stop();
    await second.stop();
  });

  test('is taken over after its starter was killed', async () => {
    await startInKilledProcess(
      `startPostgres(${JSON.stringify({ dataDir: join(folder, 'postgres'), port, durable: false })})`,
    );
    const taken = await postgres();
    expect(taken.adopted).toBe(true);
    expect(await asked(taken.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    await taken.stop();
    expect(await isAlive(taken.pid)).toBe(false);
  });

  test('is started again after it was killed itself', async () => {
    const first = await postgres();
    await asked(first.url, 'create table kept as select 1 as n');
    await asked(first.url, 'checkpoint');
    process.kill(first.pid, 'SIGKILL');
    await until(async () => !(await isAlive(first.pid)), { what: 'its end' });
    const second = await postgres();
    expect(second.adopted).toBe(false);
    expect(await asked(second.url, 'select * from kept')).toEqual([{ n: 1 }]);
    await second.stop();
  });

  test('moves to another port', async () => {
    const first = await postgres();
    port = await freePort();
    const second = await postgres();
    expect([second.adopted, new URL(second.url).port]).toEqual([false, String(port)]);
    expect(await isAlive(first.pid)).toBe(false);
    await second.stop();
  });

  test('says so when another program has its port', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(postgres()).rejects.toThrow(PortTakenError);
    await expect(postgres()).rejects.toThrow(`port ${port} on 127.0.0.1 is taken by another program`);
    other.close();
  });

  test('does not take another process for itself because it got the same number', async () => {
    const first = await postgres();
    await first.stop();
    await writeFile(join(folder, 'postgres', 'data', 'postmaster.pid'), `${process.pid}\n`);
    const second = await postgres();
    expect(second.adopted).toBe(false);
    await second.stop();
  });

  test('tells why it cannot start, from its own log', async () => {
    const first = await postgres();
    await first.stop();
    await rm(join(folder, 'postgres', 'data', 'PG_VERSION'));
    await expect(postgres()).rejects.toThrow(
      /PostgreSQL could not be started: it ended with code 1\n.*not a valid data directory/s,
    );
  });
});

describe('the dev chain', () => {
  test('goes on where it stopped', async () => {
    const first = await anvil();
    await rpc(first.url, 'anvil_mine', ['0x5']);
    await first.stop();
    const second = await anvil();
    expect(await rpc(second.url, 'eth_blockNumber')).toBe('0x5');
    await second.stop();
  });

  test('is taken over after its starter was killed, with all its blocks', async () => {
    await startInKilledProcess(
      `startAnvil(${JSON.stringify({ port, stateFile: join(folder, 'chain', 'state.json') })})`,
    );
    await rpc(`http://127.0.0.1:${port}`, 'anvil_mine', ['0x7']);
    const taken = await anvil();
    expect(taken.adopted).toBe(true);
    expect(await rpc(taken.url, 'eth_blockNumber')).toBe('0x7');
    await taken.stop();
    expect(await isAlive(taken.pid)).toBe(false);
  });

  test('starts on what it had written when it was killed, and on nothing when that is torn', async () => {
    const state = join(folder, 'chain', 'state.json');
    const first = await anvil();
    await rpc(first.url, 'anvil_mine', ['0x5']);
    await until(async () => (await readFile(state, 'utf8')).includes('"number":"0x5"'), {
      what: 'the state to be written',
    });
    process.kill(first.pid, 'SIGKILL');
    const second = await anvil();
    expect([second.adopted, await rpc(second.url, 'eth_blockNumber')]).toEqual([false, '0x5']);
    await second.stop();
    await truncate(state, 100);
    const third = await anvil();
    expect(await rpc(third.url, 'eth_blockNumber')).toBe('0x0');
    await third.stop();
  });
});

test('a process that will not end is ended by force within the bound', async () => {
  const script = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`;
  const stubborn = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(stubborn.stdout, 'data');
  await stopProcess(stubborn.pid!, 'SIGTERM', 100);
  expect(await isAlive(stubborn.pid!)).toBe(false);
  await stopProcess(stubborn.pid!, 'SIGTERM', 100);
});
