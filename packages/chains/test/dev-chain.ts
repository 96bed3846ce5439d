import { readFileSync } from 'node:fs';
import { testChain } from '@sixpence/testkit';
import {
  createWalletClient,
  http,
  parseAbi,
  publicActions,
  type Abi,
  type Address,
  type Hash,
  type Hex,
  type HttpTransport,
  type PublicActions,
  type WalletClient,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { PrivateKeyAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { devFaucetPrivateKey } from '../src/index.js';

type SigningClient = WalletClient<HttpTransport, typeof foundry, PrivateKeyAccount> &
  PublicActions<HttpTransport, typeof foundry, PrivateKeyAccount>;

export const erc20 = parseAbi(['function transfer(address, uint256) returns (bool)']);

/** A fresh dev chain, and a client that signs as the account that holds the USDC. */
export async function startDevChain() {
  const { url, close } = await testChain();
  const client: SigningClient = createWalletClient({
    account: privateKeyToAccount(devFaucetPrivateKey),
    chain: foundry,
    pollingInterval: 10,
    transport: http(url),
  }).extend(publicActions);
  const mined = async (hash: Hash) => client.waitForTransactionReceipt({ hash });
  return {
    url,
    close,
    client,
    mined,
    /** Deploys one of the contracts' artefacts, by its path below contracts/artifacts. */
    deploy: async (name: string, args: readonly unknown[] = []) => {
      const text = readFileSync(
        new URL(`../../../contracts/artifacts/${name}.json`, import.meta.url),
        'utf8',
      );
      const { abi, bytecode } = JSON.parse(text) as { abi: Abi; bytecode: Hex };
      const { contractAddress } = await mined(await client.deployContract({ abi, bytecode, args }));
      return { abi, address: contractAddress as Address };
    },
  };
}
