import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from '@sixpence/dev-servers';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace } from './standalone-process.js';
import type { DevFile, Place, Run } from './standalone-process.js';

const STOP_LIMIT_MS = 25_000;

let place: Place;
beforeAll(async () => {
  place = await makePlace();
});
afterAll(() => place.close());

const answerOf = async (url: string, token?: string) => {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers });
  await answer.body?.cancel();
  return answer.status;
};

const invoices = ({ apiUrl, apiKey }: DevFile) => answerOf(`${apiUrl}/v1/invoices?limit=1`, apiKey);
const numbers = async () =>
  (await place.servers()).map((line) => Number.parseInt(line, 10)).toSorted((a, b) => a - b);

async function expectCleanEnd(run: Run, began = performance.now()): Promise<void> {
  expect(await run.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(STOP_LIMIT_MS);
  expect(await place.servers()).toEqual([]);
  await expect(stat(join(place.dataDir, 'dev.json'))).rejects.toThrow('ENOENT');
}

describe('what runs', () => {
  let run: Run;
  let dev: DevFile;
  beforeAll(async () => {
    run = place.start();
    dev = await run.ready();
  });

  test('is told by dev.json, for its owner’s eyes only', async () => {
    expect(Object.keys(dev).toSorted()).toEqual(
      [
        'adminToken',
        'adminUrl',
        'apiKey',
        'apiUrl',
        'assets',
        'checkoutUrl',
        'faucetPrivateKey',
        'mailboxUrl',
        'pid',
        'rpcUrl',
      ].toSorted(),
    );
    expect((await stat(join(place.dataDir, 'dev.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(place.dataDir, 'admin-token'))).mode & 0o777).toBe(0o600);
    expect(dev.pid).toBe(run.pid);
    expect(dev.assets['USDC']).toMatch(/^eip155:31337\/erc20:0x[0-9a-f]{40}$/);
    expect(dev.assets['ETH']).toBe('eip155:31337/slip44:60');
  });

  test('answers with the demo store’s key and the operator’s token, and without them does not', async () => {
    expect(await invoices(dev)).toBe(200);
    expect(await answerOf(`${dev.apiUrl}/v1/invoices`)).toBe(401);
    expect(await answerOf(`${dev.adminUrl}/v1/stores`, dev.adminToken)).toBe(200);
    expect(await answerOf(`${dev.adminUrl}/v1/stores`, 'guess')).toBe(401);
  });

  test('takes a store’s markup from the operator, and tells it to the store with its rates', async () => {
    const ask = async <T>(method: string, url: string, token = dev.adminToken, body?: object) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = body ? { body: JSON.stringify(body) } : {};
      const response = await fetch(url, { method, headers, ...sent });
      return { status: response.status, body: (await response.json()) as T };
    };
    const stores = `${dev.adminUrl}/v1/stores`;
    const wallets = [{ chain: 'eip155:31337', treasury: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' }];
    const { body: store } = await ask<{ id: string }>('POST', stores, dev.adminToken, {
      name: 'Marked',
      wallets,
    });
    const changed = await ask('PATCH', `${stores}/${store.id}`, dev.adminToken, { markupPercent: '25' });
    expect(changed).toMatchObject({ status: 200, body: { id: store.id, markupPercent: '25' } });
    const wrong = await ask('PATCH', `${stores}/${store.id}`, dev.adminToken, { markupPercent: '51' });
    expect(wrong).toMatchObject({ status: 400, body: { field: 'markupPercent' } });
    const { body: key } = await ask<{ secret: string }>(
      'POST',
      `${stores}/${store.id}/api-keys`,
      dev.adminToken,
      {},
    );
    const rates = await ask<{ data: { symbol: string; origin: object }[] }>(
      'GET',
      `${dev.apiUrl}/v1/rates?currency=USD`,
      key.secret,
    );
    expect(rates.body.data.map(({ symbol }) => symbol)).toEqual(['ETH', 'USDC']);
    for (const { origin } of rates.body.data) expect(origin).toMatchObject({ markupPercent: '25' });
  });

  test('serves the checkout page, the mailbox and the API reference', async () => {
    expect(await answerOf(dev.mailboxUrl ?? '')).toBe(200);
    expect(await answerOf(`${dev.checkoutUrl}/inv_01890a5d-ac96-774b-bcce-b302099a8057`)).toBe(200);
    expect(await answerOf(`${dev.apiUrl}/openapi.json`)).toBe(200);
    expect(await answerOf(`${dev.apiUrl}/docs`)).toBe(200);
  });

  test('says what is where and never a secret', async () => {
    await run.says('Sixpence is ready');
    const written = run.output() + (await readFile(join(place.dataDir, 'sixpence.log'), 'utf8'));
    for (const secret of [dev.apiKey, dev.adminToken, dev.faucetPrivateKey])
      expect(written).not.toContain(secret);
  });

  test('keeps a second start on the same data out, and goes on', async () => {
    const second = place.start();
    expect((await second.ended).code).toBe(1);
    expect(second.output()).toContain(`Sixpence is running on ${place.dataDir} already (process ${run.pid})`);
    expect(await invoices(dev)).toBe(200);
    expect(await run.ready()).toEqual(dev);
  });

  test('is taken over, database and chain and key, after kill -9', async () => {
    const before = await numbers();
    run.kill('SIGKILL');
    await run.ended;
    expect(await numbers()).toEqual(before);
    run = place.start();
    const next = await run.ready();
    expect(await numbers()).toEqual(before);
    expect(next).toEqual({ ...dev, pid: run.pid });
    expect(await invoices(next)).toBe(200);
  });

  test('starts again after kill -9 of everything', async () => {
    run.kill('SIGKILL');
    await run.ended;
    for (const pid of await numbers()) process.kill(pid, 'SIGKILL');
    await until(async () => (await place.servers()).length === 0, { what: 'the end of all' });
    run = place.start();
    expect(await run.ready()).toEqual({ ...dev, pid: run.pid });
    expect(await invoices(dev)).toBe(200);
  });

  test('starts its database and chain again when they are killed, and goes on', async () => {
    const before = await numbers();
    for (const pid of before) process.kill(pid, 'SIGKILL');
    const isBack = async () =>
      (await invoices(dev)) === 200 && (await numbers()).every((pid) => !before.includes(pid));
    await until(isBack, { what: 'the answer', timeoutMs: 20_000 });
    await run.says('PostgreSQL is gone: it is started again.');
    const node = { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}' };
    await until(async () => (await fetch(dev.rpcUrl, node)).status < 500, {
      what: 'the chain',
      timeoutMs: 20_000,
    });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends at %s with all it started', async (signal) => {
    await run.ready();
    run.kill(signal);
    await expectCleanEnd(run);
    run = place.start();
    await run.ready();
  });

  test('ends when it is told to while it starts', async () => {
    run.kill('SIGTERM');
    await run.ended;
    run = place.start();
    await until(async () => (await place.servers()).length > 0, { what: 'the first server' });
    run.kill('SIGTERM');
    await expectCleanEnd(run);
  });

  test('ends when npm, which started it, is killed', async () => {
    const npm = await startAsNpm(place);
    const { pid } = await npm.ready();
    npm.kill('SIGKILL');
    await until(async () => !(await isAlive(pid)), { what: 'the end of Sixpence', timeoutMs: STOP_LIMIT_MS });
    expect(await place.servers()).toEqual([]);
  });
});

test('a port that another program has is told in a sentence, and nothing stays behind', async () => {
  const other = createServer().listen(place.firstPort + 1, '127.0.0.1');
  await once(other, 'listening');
  const run = place.start();
  expect((await run.ended).code).toBe(1);
  expect(run.output()).toContain(`port ${place.firstPort + 1} is taken by another program`);
  expect(run.output()).toContain('SIXPENCE_PORT');
  expect(await place.servers()).toEqual([]);
  other.close();
});

test('a variable that cannot be used is told in a sentence', async () => {
  const run = place.start({ DATABASE_URL: 'mysql://me:hunter2@example.com/x' });
  expect((await run.ended).code).toBe(1);
  expect(run.output()).toContain('Sixpence cannot start: DATABASE_URL must be');
  expect(run.output()).not.toContain('hunter2');
});

/** A process that starts Sixpence the way npm does, and can be killed. */
async function startAsNpm({
  dataDir,
  firstPort,
}: Place): Promise<Pick<Run, 'kill'> & { ready(): Promise<DevFile> }> {
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  const script = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(main)}], { stdio: 'ignore' })`;
  const npm = spawn(process.execPath, ['-e', script], {
    env: {
      ...process.env,
      npm_lifecycle_event: 'start',
      SIXPENCE_DATA_DIR: dataDir,
      SIXPENCE_PORT: String(firstPort),
    },
    stdio: 'ignore',
  });
  const read = async () => JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8')) as DevFile;
  return {
    kill: (signal) => void npm.kill(signal),
    ready: () => until(read, { what: 'dev.json', timeoutMs: 50_000 }),
  };
}
