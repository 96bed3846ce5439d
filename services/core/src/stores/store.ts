import { formatUnits } from '@sixpence/money';
import type { Store, Wallet } from '@sixpence/schemas';

/** A store with its wallets, as stores.store.ts reads it. */
export interface StoreRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** Hundredths of a per cent. */
  readonly markup_bps: number;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly wallets: Wallet[];
}

/** The store as the API and its events show it. */
export function storeObject(row: StoreRow): Store {
  return {
    id: row.id,
    object: 'store',
    name: row.name,
    email: row.email,
    wallets: row.wallets,
    markupPercent: formatUnits(BigInt(row.markup_bps), 2),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
