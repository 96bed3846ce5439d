import { amountDueUp, formatUnits, maxUnits, parseDecimal } from '@sixpence/money';

/** An asset on offer, and how payers type amounts of it. */
export interface PricedAsset {
  readonly asset: string;
  readonly decimals: number;
  /** The decimals that payers use: what is due is rounded up to them. */
  readonly payDecimals: number;
  /** Smallest amount worth a transfer, a decimal string. */
  readonly minAmount: string;
}

/** A rate and where it comes from: the currency for one whole asset. */
export interface LockedRate {
  readonly rate: string;
  readonly source: string;
  readonly at: Date;
}

/** What is due in one asset, at the rate locked for it. */
export interface Price<Offer extends PricedAsset> {
  readonly offer: Offer;
  readonly locked: LockedRate;
  /** A decimal string of whole assets. */
  readonly amount: string;
}

/**
 * What is due in each asset on offer, in their order. An asset without a fresh rate is left out, and so is one in which
 * the amount due would be too small to be worth a transfer, or larger than a chain can say. `dueValue` is at scale 30.
 */
export function priceMethods<Offer extends PricedAsset>(
  dueValue: bigint,
  offers: readonly Offer[],
  rateOf: (asset: string) => LockedRate | undefined,
): Price<Offer>[] {
  return offers.flatMap((offer) => {
    const locked = rateOf(offer.asset);
    if (!locked) return [];
    const units = amountDueUp(dueValue, offer.decimals, offer.payDecimals, locked.rate);
    if (units < parseDecimal(offer.minAmount, offer.decimals) || units > maxUnits) return [];
    return [{ offer, locked, amount: formatUnits(units, offer.decimals) }];
  });
}
