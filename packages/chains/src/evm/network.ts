import { parseAsset, parseDecimal } from '@sixpence/money';
import { z } from 'zod';
import type { ListedAsset, Network } from '../chain.js';
import { addressFault } from './address.js';

/** The deposit factory of a network: with a treasury and a salt, all that an address is made of. */
export interface DepositFactory {
  readonly version: number;
  readonly address: string;
  readonly initCodeHash: string;
}

export interface EvmAsset extends ListedAsset {
  /** The token's contract in lower case; none for the native coin. */
  readonly contract?: string | undefined;
}

export interface EvmNetwork extends Network {
  readonly chainId: number;
  readonly assets: readonly EvmAsset[];
  readonly depositFactory: DepositFactory;
  /** Links to a block explorer, with `{transaction}` and `{address}` in them. */
  readonly explorer?: { readonly transaction: string; readonly address: string } | undefined;
  /** Whether a block without logs may be trusted to have an empty bloom filter (not on Polygon: maticnetwork/bor#1654). */
  readonly bloomReliable: boolean;
}

const explorerTemplate = (placeholder: string) => z.string().startsWith('https://').includes(placeholder);

const coin = {
  symbol: z.string().regex(/^[A-Z0-9]{2,10}$/),
  name: z.string().min(1),
  decimals: z.int().min(0).max(18),
  payDecimals: z.int().min(0).max(8),
  minAmount: z.string(),
};

const schema = z.strictObject({
  chainId: z.int().positive(),
  name: z.string().min(1),
  testnet: z.boolean(),
  dev: z.boolean(),
  confirmations: z.int().min(1),
  blockTimeMs: z.int().min(100),
  bloomReliable: z.boolean(),
  explorer: z
    .strictObject({ transaction: explorerTemplate('{transaction}'), address: explorerTemplate('{address}') })
    .optional(),
  depositFactory: z.strictObject({
    version: z.int().positive(),
    address: z.string(),
    initCodeHash: z.string(),
  }),
  native: z.strictObject({ ...coin, slip44: z.int() }),
  tokens: z.array(
    z.strictObject({
      ...coin,
      // Written with its EIP-55 checksum, so that a mistyped address does not get past the first import.
      address: z
        .string()
        .refine((address) => addressFault(address) === undefined, { error: 'Not a checksummed address' }),
      stable: z.string().length(3).optional(),
    }),
  ),
});

/** A network as it is written down in `networks/`. Amounts are decimal texts in whole units. */
export type NetworkData = z.input<typeof schema>;

/** Checks the data of a network and completes it with its CAIP ids. Throws when a datum is wrong. */
export function defineNetwork(data: NetworkData): EvmNetwork {
  const { chainId, native, tokens, ...rest } = schema.parse(data);
  const chain = `eip155:${chainId}`;
  const { slip44, ...nativeCoin } = native;
  const assets = [
    listed(nativeCoin, `${chain}/slip44:${slip44}`),
    ...tokens.map(({ address, ...token }) => {
      const contract = address.toLowerCase();
      return { ...listed(token, `${chain}/erc20:${contract}`), contract };
    }),
  ];
  return Object.freeze({
    ...rest,
    chainId,
    chain,
    assets: Object.freeze(assets.map((asset) => Object.freeze(asset))),
  });
}

type Coin = Omit<ListedAsset, 'asset' | 'minAmount'> & { readonly minAmount: string };

function listed(data: Coin, asset: string): EvmAsset {
  parseAsset(asset);
  if (data.payDecimals > data.decimals) throw new RangeError(`${asset}: more decimals to pay than there are`);
  return { ...data, asset, minAmount: parseDecimal(data.minAmount, data.decimals) };
}
