import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import fc from 'fast-check';
import { keccak256, parseAbi, type Address, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  assetsBySymbol,
  ChainError,
  chainOfNode,
  depositAddress,
  depositFactoryCodeHash,
  networkOf,
  openEvmChain,
  sendDevPayment,
  setUpDevChain,
  testUsdcAddress,
  type EvmNetwork,
} from '../src/index.js';
import { erc20, startDevChain } from './dev-chain.js';

const dev = networkOf('eip155:31337') as EvmNetwork;
const { ETH: eth, USDC: usdc } = assetsBySymbol(dev) as { ETH: string; USDC: string };
const [bob, carol]: [Address, Address] = [`0x${'b0'.repeat(20)}`, `0x${'ca'.repeat(20)}`];

let node: Awaited<ReturnType<typeof startDevChain>>;
beforeAll(async () => {
  node = await startDevChain();
});
afterAll(async () => node.close());

/** The transfers of the block that a transaction was mined in. */
const transfersOf = async (hash: Hex) => {
  const { blockNumber } = await node.mined(hash);
  return (await openEvmChain(dev, [node.url]).block(Number(blockNumber)))?.transfers;
};
const from = () => node.client.account.address.toLowerCase();

describe('a dev node', () => {
  test('has the factory and the test USDC at their constant addresses, however often it is set up', async () => {
    await setUpDevChain([node.url]);
    expect(
      keccak256((await node.client.getCode({ address: dev.depositFactory.address as Address })) ?? '0x'),
    ).toBe(depositFactoryCodeHash);
    const balance = await node.client.readContract({
      address: testUsdcAddress,
      abi: parseAbi(['function balanceOf(address) view returns (uint256)']),
      functionName: 'balanceOf',
      args: [node.client.account.address],
    });
    expect(balance).toBeGreaterThanOrEqual(1_000_000_000_000n);
  });

  test('is known by its chain id and by what it calls itself', async () => {
    expect(await openEvmChain(dev, [node.url]).devNode()).toBe(true);
    expect(await chainOfNode([node.url])).toBe('eip155:31337');
  });

  test('derives each deposit address as we do', async () => {
    const { address: factory, initCodeHash } = dev.depositFactory;
    const abi = parseAbi(['function depositAddress(address, bytes32) view returns (address)']);
    const hex = (size: number) =>
      fc
        .uint8Array({ minLength: size, maxLength: size })
        .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`);
    await fc.assert(
      fc.asyncProperty(hex(20), hex(32), async (treasury, salt) => {
        const onChain = await node.client.readContract({
          address: factory as Address,
          abi,
          functionName: 'depositAddress',
          args: [treasury, salt],
        });
        expect(depositAddress({ factory, initCodeHash, treasury, salt })).toBe(onChain);
      }),
    );
  });

  test('pays from its own accounts', async () => {
    const native = (await sendDevPayment([node.url], { asset: eth, to: bob, amount: 5n })) as Hex;
    expect(await transfersOf(native)).toMatchObject([{ position: 'value', asset: eth, to: bob, amount: 5n }]);
    const token = (await sendDevPayment([node.url], { asset: usdc, to: bob, amount: 7n })) as Hex;
    expect(await transfersOf(token)).toMatchObject([
      { position: 'log:0', asset: usdc, to: bob, amount: 7n, from: from() },
    ]);
  });
});

describe('a block', () => {
  test('gives a native transfer and a token transfer, with who paid whom', async () => {
    const native = await node.client.sendTransaction({ to: bob, value: 5n });
    expect(await transfersOf(native)).toEqual([
      { transaction: native, position: 'value', asset: eth, from: from(), to: bob, amount: 5n },
    ]);
    const token = await node.client.writeContract({
      address: testUsdcAddress,
      abi: erc20,
      functionName: 'transfer',
      args: [bob, 7n],
    });
    expect(await transfersOf(token)).toEqual([
      { transaction: token, position: 'log:0', asset: usdc, from: from(), to: bob, amount: 7n },
    ]);
  });

  test('counts two transfers in one transaction twice', async () => {
    const payer = await node.deploy('test-tokens/PayMany');
    await node.mined(
      await node.client.writeContract({
        address: testUsdcAddress,
        abi: erc20,
        functionName: 'transfer',
        args: [payer.address, 9n],
      }),
    );
    const hash = await node.client.writeContract({
      ...payer,
      functionName: 'tokens',
      args: [testUsdcAddress, [bob, bob, carol], 3n],
    });
    const transfers = await transfersOf(hash);
    expect(
      transfers?.map(({ transaction, position, to, amount }) => [transaction, position, to, amount]),
    ).toEqual([
      [hash, 'log:0', bob, 3n],
      [hash, 'log:1', bob, 3n],
      [hash, 'log:2', carol, 3n],
    ]);
  });

  test('leaves out what failed, what is zero and what only looks like money', async () => {
    const fake = await node.deploy('TestUsdc');
    const failed = await node.client.writeContract({
      address: testUsdcAddress,
      abi: erc20,
      functionName: 'transfer',
      args: [bob, 10n ** 30n],
      gas: 100_000n,
    });
    const payer = await node.deploy('test-tokens/RefusesNative');
    const refused = await node.client.sendTransaction({ to: payer.address, value: 5n, gas: 100_000n });
    const zeroNative = await node.client.sendTransaction({ to: bob, value: 0n });
    const zeroToken = await node.client.writeContract({
      address: testUsdcAddress,
      abi: erc20,
      functionName: 'transfer',
      args: [bob, 0n],
    });
    const lookAlike = await node.client.writeContract({ ...fake, functionName: 'transfer', args: [bob, 5n] });
    for (const hash of [failed, refused, zeroNative, zeroToken, lookAlike])
      expect(await transfersOf(hash)).toEqual([]);
  });

  test('refers to its parent, and is read alike as a header', async () => {
    const chain = openEvmChain(dev, [node.url]);
    const head = await chain.head();
    const block = await chain.block(head.height);
    expect(block?.ref).toEqual(head);
    expect(await chain.header(head.height)).toEqual(head);
    expect((await chain.header(head.height - 1))?.hash).toBe(head.parentHash);
  });

  test('above the head is not there yet', async () => {
    const chain = openEvmChain(dev, [node.url]);
    const { height } = await chain.head();
    expect(await chain.block(height + 1)).toBeUndefined();
    expect(await chain.header(height + 1_000)).toBeUndefined();
  });
});

/** A node whose answers pass through `change` on their way: real answers, spoiled. */
async function startProxy(
  change: (method: string, result: unknown, request: IncomingMessage) => unknown,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const answer = (await (
        await fetch(node.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      ).json()) as { result?: unknown };
      const { method } = JSON.parse(body) as { method: string };
      const result = change(method, answer.result, request);
      if (result === undefined) return void response.writeHead(500).end('no');
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ...answer, result }));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}

describe('an answer that cannot be trusted', () => {
  const spoilers: [string, (method: string, result: unknown) => unknown][] = [
    [
      'a null block below the head',
      (method, result) => (method === 'eth_getBlockByNumber' && isFull(result) ? null : result),
    ],
    ['null receipts', (method, result) => (method === 'eth_getBlockReceipts' ? null : result)],
    ['no receipts', (method, result) => (method === 'eth_getBlockReceipts' ? [] : result)],
    [
      'a block without a hash',
      (method, result) =>
        method === 'eth_getBlockByNumber' ? { ...(result as object), hash: null } : result,
    ],
    ['an error page', (method, result) => (method === 'eth_getBlockByNumber' ? undefined : result)],
    ['another chain', (method, result) => (method === 'eth_chainId' ? '0x1' : result)],
  ];
  const isFull = (result: unknown) =>
    typeof (result as { transactions?: unknown[] } | null)?.transactions?.[0] === 'object';

  test.each(spoilers)('%s is a failed call, and another node is asked', async (_, change) => {
    const { blockNumber } = await node.mined(await node.client.sendTransaction({ to: bob, value: 5n }));
    const proxy = await startProxy(change);
    try {
      await expect(openEvmChain(dev, [proxy.url]).block(Number(blockNumber))).rejects.toThrow(ChainError);
      const block = await openEvmChain(dev, [proxy.url, node.url]).block(Number(blockNumber));
      expect(block?.transfers).toHaveLength(1);
    } finally {
      proxy.server.close();
    }
  });

  test('credentials in the address go into a header, and never into an error', async () => {
    const seen: (string | undefined)[] = [];
    const proxy = await startProxy((method, result, request) => {
      seen.push(request.headers.authorization);
      return method === 'eth_chainId' ? result : undefined;
    });
    try {
      const url = `${proxy.url.replace('http://', 'http://user:p%40ss@')}/v2/SECRET`;
      const error = await openEvmChain(dev, [url])
        .head()
        .catch((failure: unknown) => failure);
      expect(seen[0]).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
      expect(error).toBeInstanceOf(ChainError);
      expect(String((error as Error).stack)).not.toMatch(/SECRET|p%40ss|p@ss/);
    } finally {
      proxy.server.close();
    }
  });
});
