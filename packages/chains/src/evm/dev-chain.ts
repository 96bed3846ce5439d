import { parseAsset } from '@sixpence/money';
import { ChainError } from '../chain.js';
import { isAnvil } from './anvil.js';
import { deployments, depositFactoryV1, testUsdcAddress } from './deposit-contracts.generated.js';
import { dev } from './networks/dev.js';
import { createProviders } from './providers.js';
import type { Rpc } from './rpc.js';

/** The key of the account that holds the test USDC: the first of anvil's default mnemonic, known to everyone. */
export const devFaucetPrivateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

/** The selector of `transfer(address,uint256)` (ERC-20). */
const transferSelector = '0xa9059cbb';

/**
 * Puts the deposit factory and the test USDC on a dev node, at their constant addresses, by way of an unlocked account.
 * Does nothing where they are already. Throws a `ChainError` on a node that is no dev node.
 */
export async function setUpDevChain(rpcUrls: readonly string[]): Promise<void> {
  await onDevNode(rpcUrls, async (rpc) => {
    await deploy(rpc, depositFactoryV1.address, deployments.depositFactory);
    await deploy(rpc, testUsdcAddress, deployments.testUsdc);
  });
}

/**
 * Sends a payment out of the dev node's own accounts: the native coin from the second, the test USDC from the first, whose
 * it all is. Returns the transaction's hash. Throws a `ChainError` on a node that is no dev node.
 */
export async function sendDevPayment(
  rpcUrls: readonly string[],
  payment: { asset: string; to: string; amount: bigint },
): Promise<string> {
  const { namespace, reference } = parseAsset(payment.asset);
  // One node only: to try again elsewhere could be to pay twice.
  return onDevNode(rpcUrls.slice(0, 1), async (rpc) => {
    const [first, second] = await accounts(rpc);
    const { to, amount } = payment;
    if (namespace === 'slip44') return send(rpc, { from: second, to, value: `0x${amount.toString(16)}` });
    const data = transferSelector + word(to.slice(2).toLowerCase()) + word(amount.toString(16));
    return send(rpc, { from: first, to: reference, data });
  });
}

/** An argument of a call: 32 bytes, the value at their end. */
const word = (digits: string) => digits.padStart(64, '0');

async function onDevNode<T>(rpcUrls: readonly string[], act: (rpc: Rpc) => Promise<T>): Promise<T> {
  return createProviders(rpcUrls, dev.chainId).ask(async (rpc) => {
    if (!(await isAnvil(rpc))) throw new ChainError(`${rpc.host} is no dev node`);
    return act(rpc);
  });
}

async function accounts(rpc: Rpc): Promise<[string, string]> {
  const answer = await rpc.call('eth_accounts', []);
  const [first, second] = Array.isArray(answer) ? (answer as unknown[]) : [];
  if (typeof first !== 'string' || typeof second !== 'string')
    throw new ChainError('The dev node has no unlocked accounts');
  return [first, second];
}

async function send(rpc: Rpc, transaction: Record<string, string>): Promise<string> {
  const hash = await rpc.call('eth_sendTransaction', [transaction]);
  if (typeof hash !== 'string') throw new ChainError('The dev node gave no transaction hash');
  return hash;
}

/** The deterministic deployer fails when the contract is there, so it is asked for first, and waited for after. */
async function deploy(rpc: Rpc, address: string, data: string): Promise<void> {
  if (await hasCode(rpc, address)) return;
  const [from] = await accounts(rpc);
  const hash = await send(rpc, { from, to: deployments.deployer, data });
  const patienceMs = 30_000;
  for (const end = Date.now() + patienceMs; Date.now() < end;) {
    if (await hasCode(rpc, address)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new ChainError(`The dev node did not mine ${hash}`);
}

async function hasCode(rpc: Rpc, address: string): Promise<boolean> {
  const code = await rpc.call('eth_getCode', [address, 'latest']);
  return typeof code === 'string' && code.length > 2;
}
