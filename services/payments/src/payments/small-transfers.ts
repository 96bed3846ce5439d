import type { ListedAsset, Transfer } from '@sixpence/chains';

/** What a block's transfers below the asset's least amount come to, for each address and asset. */
export interface SmallSum {
  readonly address: string;
  readonly asset: string;
  readonly transfers: number;
  readonly amount: bigint;
}

/** Parts transfers into those that are payments and the sums of those that are too small to be one. */
export function partBySize(
  transfers: readonly Transfer[],
  assets: readonly ListedAsset[],
): { payments: Transfer[]; small: SmallSum[] } {
  const least = new Map(assets.map(({ asset, minAmount }) => [asset, minAmount]));
  const isSmall = ({ asset, amount }: Transfer) => amount < (least.get(asset) ?? 0n);
  const groups = Map.groupBy(transfers.filter(isSmall), ({ to, asset }) => `${to} ${asset}`);
  const small = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return {
      address: first.to,
      asset: first.asset,
      transfers: group.length,
      amount: group.reduce((sum, { amount }) => sum + amount, 0n),
    };
  });
  return { payments: transfers.filter((transfer) => !isSmall(transfer)), small };
}
