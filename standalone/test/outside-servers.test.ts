import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, startAnvil } from '@sixpence/dev-servers';
import { httpSink, testChain, testDatabase, testFolder, testMailServer } from '@sixpence/testkit';
import type { TestChain, TestDatabase, TestFolder, TestMailServer } from '@sixpence/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePlace } from './standalone-process.js';
import type { Place } from './standalone-process.js';

let place: Place;
let database: TestDatabase;
let mail: TestMailServer;
beforeEach(async () => {
  [place, database, mail] = await Promise.all([makePlace(), testDatabase(), testMailServer()]);
});
afterEach(async () => {
  await place.close();
  await Promise.all([database.close(), mail.close()]);
});

const admin = async <T>(url: string, token: string, path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(`${url}/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as T;
};

describe('on an outside dev chain', () => {
  let chain: TestChain;
  beforeAll(async () => {
    chain = await testChain({ contracts: false });
  });
  afterAll(() => chain.close());

  test('the test token and the demo store are set up, nothing is started, and nothing is mined', async () => {
    const run = place.start({ DATABASE_URL: database.url, EVM_RPC_URL: chain.url, SMTP_URL: mail.url });
    const dev = await run.ready();
    expect(await place.servers()).toEqual([]);
    expect(dev).toMatchObject({ rpcUrl: chain.url, apiKey: expect.stringMatching(/^sk_test_/) as string });
    expect(dev.mailboxUrl).toBeUndefined();
    const token = dev.assets['USDC']?.split('erc20:')[1];
    expect(await chain.rpc<string>('eth_getCode', [token, 'latest'])).not.toBe('0x');
    const height = await chain.blockNumber();
    run.kill('SIGTERM');
    expect((await run.ended).code).toBe(0);
    expect(await chain.blockNumber()).toBe(height);
  });

  test('a node of that chain id which is not anvil gets no dev convenience', async () => {
    const proxy = await httpSink();
    const answers: Record<string, unknown> = {
      eth_chainId: '0x7a69',
      web3_clientVersion: 'Geth/v1.14.0',
      eth_blockNumber: '0x0',
    };
    proxy.answer(({ body }) => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      const headers = { 'content-type': 'application/json' };
      return {
        status: 200,
        headers,
        body: JSON.stringify({ jsonrpc: '2.0', id, result: answers[method] ?? null }),
      };
    });
    const run = place.start({ DATABASE_URL: database.url, EVM_RPC_URL: proxy.url });
    const dev = await run.ready();
    expect(dev).not.toHaveProperty('apiKey');
    expect(dev).not.toHaveProperty('faucetPrivateKey');
    expect(dev.assets).toEqual({});
    await run.says('is not anvil: no chain is served');
    expect(proxy.requests.some(({ body }) => body.includes('eth_sendTransaction'))).toBe(false);
    run.kill('SIGTERM');
    await run.ended;
    await proxy.close();
  });
});

describe('for real', () => {
  let folder: TestFolder;
  beforeAll(async () => {
    folder = await testFolder();
  });
  afterAll(() => folder.close());

  test('the operator’s token makes the first store and a live key, and no dev convenience is there', async () => {
    // A node that says it is of Ethereum's chain: what it runs inside is nobody's business.
    const node = await startAnvil({
      port: await freePort(),
      stateFile: join(folder.path, 'state.json'),
      chainId: 1,
    });
    const run = place.start({
      DATABASE_URL: database.url,
      EVM_RPC_URL: `${node.url}, ${node.url}`,
      SMTP_URL: mail.url,
    });
    const dev = await run.ready();
    expect(dev).not.toHaveProperty('apiKey');
    expect(dev).not.toHaveProperty('faucetPrivateKey');
    expect(dev.assets['ETH']).toBe('eip155:1/slip44:60');
    const token = (await readFile(join(place.dataDir, 'admin-token'), 'utf8')).trim();
    expect(run.output()).not.toContain(token);
    expect(await admin<{ data: unknown[] }>(dev.adminUrl, token, '/stores')).toMatchObject({ data: [] });
    const wallets = [{ chain: 'eip155:1', treasury: '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720' }];
    const body = { name: 'My shop', email: 'me@shop.example', wallets };
    const store = await admin<{ id: string }>(dev.adminUrl, token, '/stores', body);
    const key = await admin<{ secret: string }>(dev.adminUrl, token, `/stores/${store.id}/api-keys`, {
      name: 'shop',
      livemode: true,
    });
    expect(key.secret).toMatch(/^sk_live_/);
    const answer = await fetch(`${dev.apiUrl}/v1/invoices`, {
      headers: { authorization: `Bearer ${key.secret}` },
    });
    expect(answer.status).toBe(200);
    run.kill('SIGTERM');
    expect((await run.ended).code).toBe(0);
    await node.stop();
  });

  test('a database that cannot be reached is told in a sentence, without its login', async () => {
    const run = place.start({
      DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/x',
      EVM_RPC_URL: 'http://127.0.0.1:1',
    });
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toContain('the database of DATABASE_URL cannot be used');
    expect(run.output()).not.toContain('hunter2');
    expect(await place.servers()).toEqual([]);
  });

  test('a chain that is not known is told in a sentence', async () => {
    const node = await startAnvil({
      port: await freePort(),
      stateFile: join(folder.path, 'unknown.json'),
      chainId: 424_242,
    });
    const run = place.start({ DATABASE_URL: database.url, EVM_RPC_URL: node.url });
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toContain('the node of EVM_RPC_URL serves eip155:424242; known are Ethereum');
    await node.stop();
  });
});
