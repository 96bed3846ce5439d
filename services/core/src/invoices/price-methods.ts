import { amountDueUp, formatUnits, maxUnits } from '@sixpence/money';
import type { ListedAsset } from '@sixpence/chains';
import type { LockedRate } from '../rates/locked-rate.js';

/** What is due in one asset, at the rate locked for it. */
export interface Price<Offer> {
  readonly offer: Offer;
  readonly locked: LockedRate;
  /** A decimal string of whole assets. */
  readonly amount: string;
}

/**
 * What is due in each asset on offer, in their order. An asset without a fresh rate is left out, and so is one in which
 * the amount due would be too small to be worth a transfer, or larger than a chain can say. `dueValue` is at scale 30.
 */
export function priceMethods<Offer extends { readonly asset: ListedAsset }>(
  dueValue: bigint,
  offers: readonly Offer[],
  rateOf: (asset: ListedAsset) => LockedRate | undefined,
): Price<Offer>[] {
  return offers.flatMap((offer) => {
    const { decimals, payDecimals, minAmount } = offer.asset;
    const locked = rateOf(offer.asset);
    if (!locked) return [];
    const units = amountDueUp(dueValue, decimals, payDecimals, locked.rate);
    if (units < minAmount || units > maxUnits) return [];
    return [{ offer, locked, amount: formatUnits(units, decimals) }];
  });
}
