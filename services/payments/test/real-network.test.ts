import { freePort, startAnvil, type AnvilServer } from '@sixpence/dev-servers';
import { testFolder, until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chainStatuses, type Invoice } from '@sixpence/schemas';
import { join } from 'node:path';
import {
  freshAddress,
  invoiceAt,
  paymentsDatabase,
  startPayments,
  type RunningPayments,
} from './payments-service.js';
import { rpcProxy } from './rpc-proxy.js';

// anvil under the id of a network that is not a dev chain: none of the dev chain's leniency applies to it.
const sepolia = 'eip155:11155111';
const eth = `${sepolia}/slip44:60`;

let folder: Awaited<ReturnType<typeof testFolder>>;
let nodes: [AnvilServer, AnvilServer];
let database: Awaited<ReturnType<typeof paymentsDatabase>>;
let proxy: Awaited<ReturnType<typeof rpcProxy>>;
let payments: RunningPayments;

const start = async (name: string) =>
  startAnvil({ port: await freePort(), stateFile: join(folder.path, name), chainId: 11_155_111 });

beforeAll(async () => {
  folder = await testFolder();
  [nodes, database] = await Promise.all([
    Promise.all([start('one.json'), start('two.json')]),
    paymentsDatabase(),
  ]);
  // Two chains of the same second begin alike; these part at the first block, further back than a first start keeps headers.
  await rpc('anvil_setCoinbase', [freshAddress()], nodes[1].url);
  for (const [node, blocks] of [
    [nodes[0], '0x64'],
    [nodes[1], '0xc8'],
  ] as const)
    await rpc('anvil_mine', [blocks], node.url);
  proxy = await rpcProxy(nodes[0].url);
  payments = await startPayments(database.url, [{ chain: sepolia, rpcUrls: [proxy.url] }]);
});
afterAll(async () => {
  await payments.close();
  await proxy.close();
  await Promise.all([...nodes.map((node) => node.stop()), database.close()]);
  await folder.close();
});

async function rpc(method: string, params: readonly unknown[], url = nodes[0].url): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await answer.json()) as { result: unknown }).result;
}

const onSepolia = (address: string): Invoice => {
  const invoice = invoiceAt(address);
  return {
    ...invoice,
    paymentMethods: invoice.paymentMethods
      .slice(0, 1)
      .map((method) => ({ ...method, chain: sepolia, asset: eth, decimals: 18 })),
  };
};
const told = (address: string, ...types: string[]) =>
  until(async () => String((await database.eventsOf(address)).map(({ type }) => type)) === String(types), {
    what: `${types.join()} of ${address}`,
  });
const status = async () => (await payments.client.request(chainStatuses, {})).data[0];

test('a node that is behind takes no payment back; the new chain does', async () => {
  const address = freshAddress();
  await payments.create(onSepolia(address));
  const [from] = (await rpc('eth_accounts', [])) as string[];
  await rpc('eth_sendTransaction', [{ from, to: address, value: '0x2386f26fc10000' }]);
  await rpc('anvil_mine', ['0x4']);
  await told(address, 'payment.detected', 'payment.confirmed');

  await rpc('anvil_rollback', [4]);
  await until(async () => !((await status())?.healthy ?? true), { what: 'the lag to be noticed' });
  expect(await database.eventsOf(address)).toHaveLength(2);
  await rpc('anvil_rollback', [1]);
  await rpc('anvil_mine', ['0x2']);
  await told(address, 'payment.detected', 'payment.confirmed', 'payment.reorged');
  expect((await status())?.dev).toBe(false);
});

test('another chain in the place of the scanned one stops the scan, takes nothing back and is loud', async () => {
  const address = freshAddress();
  await payments.create(onSepolia(address));
  const [from] = (await rpc('eth_accounts', [])) as string[];
  await rpc('eth_sendTransaction', [{ from, to: address, value: '0x2386f26fc10000' }]);
  await told(address, 'payment.detected');
  proxy.point(nodes[1].url);
  await until(async () => (await fetch(`${payments.app.url}/ready`)).status === 503, {
    what: 'the service to be unready',
  });
  expect(await database.eventsOf(address)).toHaveLength(1);
  expect(await status()).toMatchObject({ healthy: false });
});
