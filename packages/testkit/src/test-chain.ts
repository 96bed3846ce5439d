import { join } from 'node:path';
import { setUpDevChain, testUsdcAddress } from '@sixpence/chains';
import { freePort, startAnvil } from '@sixpence/dev-servers';
import { encodeFunctionData, erc20Abi, numberToHex } from 'viem';
import type { Address, Hash, Hex } from 'viem';
import { testFolder } from './test-folder.js';
import { until } from './until.js';

export interface TestChainOptions {
  /** A block every so many seconds besides the one for each transaction; none when absent. */
  readonly blockTimeSeconds?: number;
  /** False leaves the factory and the test USDC out. Default true. */
  readonly contracts?: boolean;
}

/** What a transfer became. */
export interface MinedTransfer {
  readonly hash: Hash;
  readonly blockNumber: number;
  readonly blockHash: Hash;
}

/** A dev chain of the test's own. Amounts are in the smallest unit; payers are anvil's unlocked accounts. */
export interface TestChain {
  readonly url: string;
  readonly pid: number;
  /** Ten, unlocked, 10,000 coins each; the first holds all the test USDC. */
  readonly accounts: readonly Address[];
  readonly usdc: Address;
  /** Any JSON-RPC method. Throws with the node's message when it answers an error. */
  rpc<T>(method: string, params?: readonly unknown[]): Promise<T>;
  blockNumber(): Promise<number>;
  /** Sends coins (from the second account) and waits until they are mined. */
  sendNative(to: Address, amount: bigint): Promise<MinedTransfer>;
  /** Sends test USDC (6 decimals), or another token, from the first account and waits until it is mined. */
  sendToken(to: Address, amount: bigint, token?: Address): Promise<MinedTransfer>;
  /** Hands a transaction to the node and does not wait. */
  send(transaction: { from: Address; to?: Address; value?: bigint; data?: Hex }): Promise<Hash>;
  /** The receipt, once it is mined. */
  mined(hash: Hash): Promise<MinedTransfer>;
  mine(blocks?: number): Promise<void>;
  /** False keeps transactions in the mempool until `mine()`. */
  mineAtOnce(on: boolean): Promise<void>;
  /** Replaces the last `depth` blocks by empty ones: their transactions are gone. */
  reorg(depth: number): Promise<void>;
  close(): Promise<void>;
}

/** A fresh anvil on a free port, with the deposit factory and the test USDC at their constant addresses. */
export async function testChain(options: TestChainOptions = {}): Promise<TestChain> {
  const folder = await testFolder();
  const server = await startAnvil({
    port: await freePort(),
    stateFile: join(folder.path, 'chain.json'),
    ...(options.blockTimeSeconds === undefined
      ? {}
      : { blockTimeSeconds: options.blockTimeSeconds, mixedMining: true }),
  });
  const { url, pid } = server;
  const rpc = <T>(method: string, params: readonly unknown[] = []) => call<T>(url, method, params);
  if (options.contracts !== false) await setUpDevChain([url]);
  const accounts = await rpc<Address[]>('eth_accounts');
  const [first, second] = accounts;
  if (!first || !second) throw new Error('the dev chain has no accounts');
  const usdc = testUsdcAddress as Address;

  const send: TestChain['send'] = ({ value, ...rest }) =>
    rpc('eth_sendTransaction', [{ ...rest, ...(value === undefined ? {} : { value: numberToHex(value) }) }]);
  const mined = (hash: Hash) => until(() => receiptOf(rpc, hash), { what: `the receipt of ${hash}` });
  return {
    url,
    pid,
    accounts,
    usdc,
    rpc,
    blockNumber: async () => Number(await rpc<Hex>('eth_blockNumber')),
    sendNative: async (to, amount) => mined(await send({ from: second, to, value: amount })),
    sendToken: async (to, amount, token = usdc) => {
      const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, amount] });
      return mined(await send({ from: first, to: token, data }));
    },
    send,
    mined,
    mine: (blocks = 1) => rpc('anvil_mine', [numberToHex(blocks)]),
    mineAtOnce: (on) => rpc('evm_setAutomine', [on]),
    reorg: (depth) => rpc('anvil_reorg', [depth, []]),
    close: async () => {
      await server.stop();
      await folder.close();
    },
  };
}

async function receiptOf(rpc: TestChain['rpc'], hash: Hash): Promise<MinedTransfer | undefined> {
  const receipt = await rpc<{ blockNumber: Hex; blockHash: Hash } | null>('eth_getTransactionReceipt', [
    hash,
  ]);
  return receipt
    ? { hash, blockNumber: Number(receipt.blockNumber), blockHash: receipt.blockHash }
    : undefined;
}

async function call<T>(url: string, method: string, params: readonly unknown[]): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(20_000),
  });
  const { result, error } = (await answer.json()) as { result: T; error?: { message: string } };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
