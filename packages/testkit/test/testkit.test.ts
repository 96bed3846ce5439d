import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import {
  httpSink,
  launchChromium,
  chromiumHere,
  testChain,
  testDatabase,
  testMailServer,
  until,
} from '@sixpence/testkit';
import pg from 'pg';
import { describe, expect, test } from 'vitest';

describe('until', () => {
  test('gives the first value that is there', async () => {
    let asked = 0;
    expect(await until(() => (asked += 1) > 2 && asked, { what: 'three' })).toBe(3);
  });

  test('says what it waited for, and what the last try said', async () => {
    const never = () => {
      throw new Error('not yet');
    };
    await expect(until(never, { what: 'the impossible', timeoutMs: 30 })).rejects.toThrow(
      'waited 30 ms in vain for the impossible; the last try said: not yet',
    );
  });
});

test('each database is fresh, and gone after', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  // Dropping the database cuts it off.
  client.on('error', () => {});
  await client.connect();
  await client.query('create table here (id integer)');
  const beside = new pg.Client({ connectionString: other.url });
  await beside.connect();
  expect((await beside.query(`select to_regclass('here') as found`)).rows).toEqual([{ found: null }]);
  await beside.end();
  await Promise.all([one.close(), other.close()]);
  const again = new pg.Client({ connectionString: one.url });
  await expect(again.connect()).rejects.toThrow('does not exist');
});

describe('the chain', () => {
  test('moves coins and tokens, and takes them back in a reorganisation', async () => {
    const chain = await testChain();
    try {
      const to = '0x00000000000000000000000000000000000abcde';
      const balance = async () => BigInt(await chain.rpc<string>('eth_getBalance', [to, 'latest']));
      const token = await chain.sendToken(to, 5_000_000n);
      await chain.sendNative(to, 7n);
      expect(await balance()).toBe(7n);
      const depth = (await chain.blockNumber()) - token.blockNumber + 1;
      await chain.reorg(depth);
      expect(await balance()).toBe(0n);
      expect(await chain.rpc('eth_getTransactionReceipt', [token.hash])).toBeNull();
      await chain.mineAtOnce(false);
      const hash = await chain.send({ from: chain.accounts[2] ?? to, to, value: 9n });
      expect(await balance()).toBe(0n);
      await chain.mine(3);
      await chain.mined(hash);
      expect(await balance()).toBe(9n);
    } finally {
      await chain.close();
    }
  });
});

test('the mail server keeps what it gets, and refuses as it is told', async () => {
  const server = await testMailServer();
  const transport = createTransport(server.url);
  const mail = { from: 'shop@example.com', to: 'payer@example.com', subject: 'Receipt', text: 'Thank you' };
  server.refuseWith(451);
  await expect(transport.sendMail(mail)).rejects.toMatchObject({ responseCode: 451 });
  server.refuseWith(undefined);
  await transport.sendMail(mail);
  const received = await server.waitFor(({ message }) => message.subject === 'Receipt');
  expect(received).toMatchObject({ from: 'shop@example.com', to: ['payer@example.com'] });
  transport.close();
  await server.close();
});

test('the sink keeps requests, and answers, hangs, redirects or cuts as it is told', async () => {
  const sink = await httpSink();
  const post = (init: RequestInit = {}) =>
    fetch(`${sink.url}/hook?a=1`, { method: 'POST', body: 'hello', ...init });
  expect((await post()).status).toBe(200);
  sink.answer({ status: 503, body: 'later' });
  expect(await (await post()).text()).toBe('later');
  sink.answer({ redirect: 'http://127.0.0.1:1/' });
  expect((await post({ redirect: 'manual' })).status).toBe(302);
  sink.answer({ reset: true });
  await expect(post()).rejects.toThrow();
  sink.answer({ hang: true });
  await expect(post({ signal: AbortSignal.timeout(50) })).rejects.toThrow();
  const [first] = await sink.waitFor(5);
  expect(first).toMatchObject({ method: 'POST', path: '/hook?a=1', body: 'hello' });
  await sink.close();
  await expect(
    new Promise((_, reject) => connect(Number(new URL(sink.url).port), '127.0.0.1').once('error', reject)),
  ).rejects.toThrow();
});

describe.skipIf(!(await chromiumHere()))('the browser', () => {
  test('shows a page', async () => {
    const sink = await httpSink();
    sink.answer({ status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Sixpence</h1>' });
    const browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(sink.url);
    expect(await page.textContent('h1')).toBe('Sixpence');
    await browser.close();
    await sink.close();
  });
});
