import { createWalletClient, defineChain, http, parseAbi, parseUnits, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { DevFile } from './standalone.js';

/** What of a method of payment a wallet needs. */
export interface Payable {
  readonly asset: string;
  readonly address: Hex;
  readonly amount: string;
  readonly decimals: number;
}

/** Sends what a method asks for from the faucet, as any wallet would. */
export async function pay(dev: DevFile, method: Payable, amount = method.amount): Promise<Hex> {
  const chain = defineChain({
    id: 31337,
    name: 'dev',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [dev.rpcUrl] } },
  });
  const wallet = createWalletClient({
    account: privateKeyToAccount(dev.faucetPrivateKey),
    chain,
    transport: http(),
  });
  const units = parseUnits(amount, method.decimals);
  const token = /erc20:(0x[0-9a-f]{40})$/i.exec(method.asset)?.[1] as Hex | undefined;
  if (!token) return await wallet.sendTransaction({ to: method.address, value: units });
  return await wallet.writeContract({
    address: token,
    abi: parseAbi(['function transfer(address to, uint256 amount) returns (bool)']),
    functionName: 'transfer',
    args: [method.address, units],
  });
}
