import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testChain, until, type TestChain } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  chain,
  createdEvent,
  freshAddress,
  invoiceAt,
  paymentsDatabase,
  startPayments,
} from './payments-service.js';

let node: TestChain;
let database: Awaited<ReturnType<typeof paymentsDatabase>>;
beforeAll(async () => {
  [node, database] = await Promise.all([testChain(), paymentsDatabase()]);
});
afterAll(async () => {
  await Promise.all([node.close(), database.close()]);
});

const typesOf = async (address: string) =>
  (await database.eventsOf(address)).map(({ type, sequence }) => `${sequence} ${type}`);
const paidOnce = ['1 payment.detected', '2 payment.confirmed'];
const settled = (address: string) =>
  until(async () => String(await typesOf(address)) === String(paidOnce), {
    what: `one payment to ${address}`,
    timeoutMs: 20_000,
  });

async function startProcess(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('scanning-process.mjs', import.meta.url)), [
    database.url,
    chain,
    node.url,
  ]);
  await once(child, 'message');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a service that is killed again and again misses no payment and books none twice', async () => {
  const addresses: string[] = [];
  let child = await startProcess();
  for (let round = 0; round < 6; round++) {
    for (let i = 0; i < 8; i++) {
      const address = freshAddress();
      addresses.push(address);
      const event = createdEvent(invoiceAt(address));
      child.send({ deliver: event });
      const [{ delivered }] = (await once(child, 'message')) as [{ delivered: string }];
      expect(delivered).toBe(event.id);
      await node.sendToken(address, 25_000_000n);
    }
    // In the middle of whatever it does; the lease runs out, or the next start waits for it.
    await kill(child);
    await node.mine(2);
    child = await startProcess();
  }
  await node.mine(3);
  for (const address of addresses) await settled(address);
  await node.mine(3);
  for (const address of addresses) expect(await typesOf(address)).toEqual(paidOnce);
  await kill(child);
}, 180_000);

test('of two services one scans, and the other takes over when it is killed', async () => {
  const child = await startProcess();
  const first = freshAddress();
  child.send({ deliver: createdEvent(invoiceAt(first)) });
  await once(child, 'message');
  await node.sendToken(first, 25_000_000n);
  await until(async () => (await typesOf(first)).length > 0, { what: 'the first service to scan' });
  const second = await startPayments(database.url, [{ chain, rpcUrls: [node.url] }]);
  try {
    const later = freshAddress();
    // What the second service records, the first one finds.
    await second.create(invoiceAt(later));
    await node.sendToken(later, 25_000_000n);
    await until(async () => (await typesOf(later)).length > 0, {
      what: 'the holder to find the watch of the other',
    });
    await kill(child);
    await node.mine(4);
    await settled(first);
    await settled(later);
  } finally {
    await second.close();
  }
});
