import type { ApiKeyScope, Wallet } from '@sixpence/schemas';

/** Who is asking: the holder of an API key, in the key's mode. */
export interface Merchant {
  readonly keyId: string;
  readonly storeId: string;
  readonly livemode: boolean;
  readonly scopes: ReadonlySet<ApiKeyScope>;
  readonly wallets: readonly Wallet[];
  /** What its store adds to prices in coins, in hundredths of a per cent. */
  readonly markupBps: number;
}
