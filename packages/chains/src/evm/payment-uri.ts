import { parseAsset } from '@sixpence/money';
import { checksumAddress } from './address.js';

export interface PaymentRequest {
  /** CAIP-19: the native coin or an ERC-20 token of an EVM chain. */
  readonly asset: string;
  readonly address: string;
  /** In the asset's smallest unit. */
  readonly amount: bigint;
}

/**
 * The payment as a link that wallets open, and as the content of a QR code (EIP-681). Addresses carry their checksum; amounts are
 * plain integers, since few wallets read the exponent that the standard allows. Throws a `TypeError` for another kind of asset.
 */
export function paymentUri({ asset, address, amount }: PaymentRequest): string {
  const { chain, namespace, reference } = parseAsset(asset);
  const [family, chainId] = chain.split(':');
  if (family !== 'eip155') throw new TypeError(`Not an EVM asset: ${asset}`);
  // Mixed case is an address that has its checksum: one hash less for every method of every invoice.
  const to = address === address.toLowerCase() ? checksumAddress(address) : address;
  if (namespace === 'slip44') return `ethereum:${to}@${chainId}?value=${amount}`;
  if (namespace !== 'erc20') throw new TypeError(`Not a coin or a token: ${asset}`);
  return `ethereum:${tokenAddress(reference)}@${chainId}/transfer?address=${to}&uint256=${amount}`;
}

/** There are few tokens and many payments. Only what was asked for is kept, and a bounded number of it. */
const tokenAddresses = new Map<string, string>();
const maxTokens = 1_000;

function tokenAddress(reference: string): string {
  const known = tokenAddresses.get(reference);
  if (known !== undefined) return known;
  const address = checksumAddress(reference);
  if (tokenAddresses.size < maxTokens) tokenAddresses.set(reference, address);
  return address;
}
