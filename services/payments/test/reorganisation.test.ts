import { chainStatuses } from '@sixpence/schemas';
import { testChain, until, type TestChain } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  chain,
  freshAddress,
  invoiceAt,
  paymentsDatabase,
  startPayments,
  type RunningPayments,
} from './payments-service.js';
import { rpcProxy } from './rpc-proxy.js';

let node: TestChain;
let database: Awaited<ReturnType<typeof paymentsDatabase>>;
let proxy: Awaited<ReturnType<typeof rpcProxy>>;
let payments: RunningPayments;

beforeAll(async () => {
  [node, database] = await Promise.all([testChain(), paymentsDatabase()]);
  proxy = await rpcProxy(node.url);
  payments = await startPayments(database.url, [{ chain, rpcUrls: [proxy.url] }]);
});
afterAll(async () => {
  await payments.close();
  await proxy.close();
  await Promise.all([node.close(), database.close()]);
});

const told = async (address: string, ...types: string[]) => {
  const expected = types.map((type, i) => `${i + 1} payment.${type}`);
  await until(
    async () => {
      const events = await database.eventsOf(address);
      return (
        JSON.stringify(events.map(({ type, sequence }) => `${sequence} ${type}`)) === JSON.stringify(expected)
      );
    },
    { what: `${types.join(', ')} of ${address}` },
  );
  return (await database.eventsOf(address)).map(({ payment }) => payment);
};

const watched = async () => {
  const address = freshAddress();
  await payments.create(invoiceAt(address));
  return address;
};
const raw = (hash: string) => node.rpc<string>('eth_getRawTransactionByHash', [hash]);

test('a payment whose block is gone is taken back, and is the same payment when it is mined again', async () => {
  const address = await watched();
  const { hash } = await node.sendToken(address, 25_000_000n);
  const transaction = await raw(hash);
  await told(address, 'detected');
  await node.reorg(1);
  await told(address, 'detected', 'reorged');
  await node.rpc('eth_sendRawTransaction', [transaction]);
  await node.mine(2);
  const [first, gone, again, confirmed] = await told(address, 'detected', 'reorged', 'detected', 'confirmed');
  expect(new Set([first?.id, gone?.id, again?.id, confirmed?.id]).size).toBe(1);
  expect(again?.transaction).toBe(hash);
  expect(again?.blockHash).not.toBe(first?.blockHash);
  expect([gone?.status, gone?.confirmations, again?.status, confirmed?.status]).toEqual([
    'reorged',
    0,
    'detected',
    'confirmed',
  ]);
});

test('a confirmed payment is taken back by a deeper reorganisation', async () => {
  const address = await watched();
  await node.sendToken(address, 25_000_000n);
  await node.mine(5);
  await told(address, 'detected', 'confirmed');
  await node.reorg(7);
  const [, , gone] = await told(address, 'detected', 'confirmed', 'reorged');
  expect(gone).toMatchObject({ status: 'reorged', confirmedAt: null });
});

test('a payment that the new chain has in another block moves there', async () => {
  const address = await watched();
  const { hash } = await node.sendNative(address, 10n ** 16n);
  const transaction = await raw(hash);
  await told(address, 'detected');
  await node.rpc('anvil_reorg', [1, [[transaction, 0]]]);
  const [first, , again] = await told(address, 'detected', 'reorged', 'detected');
  expect(again).toMatchObject({ id: first?.id, transaction: hash, blockNumber: first?.blockNumber });
  expect(again?.blockHash).not.toBe(first?.blockHash);
});

test('a dev chain that came back shorter is a reorganisation, before a new block is mined', async () => {
  const address = await watched();
  await node.sendToken(address, 25_000_000n);
  await node.mine(3);
  await told(address, 'detected', 'confirmed');
  await node.rpc('anvil_rollback', [4]);
  await told(address, 'detected', 'confirmed', 'reorged');
});

test('what happened while the service was away is made up for at its start', async () => {
  const [gone, moved, paid] = [await watched(), await watched(), await watched()];
  await node.sendToken(gone, 25_000_000n);
  const { hash } = await node.sendNative(moved, 10n ** 16n);
  const transaction = await raw(hash);
  await told(moved, 'detected');
  await told(gone, 'detected');
  await payments.close();
  await node.reorg(2);
  await node.rpc('eth_sendRawTransaction', [transaction]);
  await node.sendToken(paid, 25_000_000n);
  await node.mine(4);
  payments = await startPayments(database.url, [{ chain, rpcUrls: [proxy.url] }]);
  await told(gone, 'detected', 'reorged');
  await told(moved, 'detected', 'reorged', 'detected', 'confirmed');
  await told(paid, 'detected', 'confirmed');
});

test('a node that is away is said, and made up for when it is back', async () => {
  const address = await watched();
  proxy.point(undefined);
  const healthy = async () => (await payments.client.request(chainStatuses, {})).data[0]?.healthy ?? true;
  await until(async () => !(await healthy()), { what: 'the chain to be unwell' });
  expect((await fetch(`${payments.app.url}/ready`)).status).toBe(200);
  await node.sendToken(address, 25_000_000n);
  proxy.point(node.url);
  await told(address, 'detected');
  await until(healthy, { what: 'the chain to be well' });
});

test('a dev chain that was begun anew is scanned anew, from before its watches', async () => {
  const [old, fresh] = [await watched(), await watched()];
  await node.sendToken(old, 25_000_000n);
  await node.mine(3);
  await told(old, 'detected', 'confirmed');
  const other = await testChain();
  try {
    // Blocks of the same heights, which are others; the payment is among them before anybody looks.
    await other.sendNative(fresh, 10n ** 16n);
    await other.mine(4);
    proxy.point(other.url);
    await told(old, 'detected', 'confirmed', 'reorged');
    await told(fresh, 'detected', 'confirmed');
    const late = await watched();
    await other.sendToken(late, 25_000_000n);
    await told(late, 'detected');
  } finally {
    proxy.point(node.url);
    await other.close();
  }
});
