import { readFileSync } from 'node:fs';
import { testChain } from '@sixpence/testkit';
import {
  createWalletClient,
  http,
  publicActions,
  type Abi,
  type Address,
  type Hash,
  type Hex,
  type HttpTransport,
  type PublicActions,
  type WalletClient,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import type { HDAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';

type SigningClient = WalletClient<HttpTransport, typeof foundry, HDAccount> &
  PublicActions<HttpTransport, typeof foundry, HDAccount>;

export interface Artefact {
  abi: Abi;
  bytecode: Hex;
  bytecodeHash: Hex;
  deployedBytecodeHash: Hex;
  deployment?: { address: Address; deployer: Address; salt: Hex };
}

/** A committed artefact, by its path below contracts/artifacts. */
export const artefact = (name: string): Artefact =>
  JSON.parse(readFileSync(new URL(`../artifacts/${name}.json`, import.meta.url), 'utf8')) as Artefact;

/** A fresh chain without our contracts, and a client that signs as its first account. */
export const startChain = async () => {
  const { url, close } = await testChain({ contracts: false });
  const account = mnemonicToAccount('test test test test test test test test test test test junk');
  const client: SigningClient = createWalletClient({
    account,
    chain: foundry,
    pollingInterval: 10,
    transport: http(url),
  }).extend(publicActions);
  const mined = async (hash: Hash) => client.waitForTransactionReceipt({ hash });
  return {
    client,
    mined,
    close,
    deploy: async (name: string, args: readonly unknown[] = []) => {
      const { abi, bytecode } = artefact(name);
      const { contractAddress } = await mined(await client.deployContract({ abi, bytecode, args }));
      if (!contractAddress) throw new Error(`${name} was not deployed`);
      return { abi, address: contractAddress };
    },
  };
};
