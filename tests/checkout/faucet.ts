import { createWalletClient, defineChain, http, parseAbi, parseUnits, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { DevFile } from '../standalone.js';
import type { Method } from './shop.js';

/** Sends `amount` of the method's token to its address from the faucet, as a payer's own wallet would. */
export function sendToken(dev: DevFile, method: Method, amount: string): Promise<Hex> {
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
  return wallet.writeContract({
    address: method.asset.split('erc20:')[1] as Hex,
    abi: parseAbi(['function transfer(address to, uint256 amount) returns (bool)']),
    functionName: 'transfer',
    args: [method.address, parseUnits(amount, method.decimals)],
  });
}
