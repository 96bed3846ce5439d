import { DomainError } from '@sixpence/schemas';

/**
 * The offers that an invoice names by their CAIP-19 ids, in its order and each once; all of them when it names none.
 * Throws `unknown_asset` for one that is not on offer, and when nothing is.
 */
export function chosenOffers<Offer extends { readonly asset: { readonly asset: string } }>(
  offers: readonly Offer[],
  methods: readonly string[] | undefined,
): readonly Offer[] {
  if (!methods) {
    if (offers.length > 0) return offers;
    throw new DomainError('unknown_asset', 'The store has no wallet on a network of this mode', {
      field: 'methods',
    });
  }
  const byAsset = new Map(offers.map((offer) => [offer.asset.asset, offer]));
  const chosen = methods.map((asset, index) => {
    const offer = byAsset.get(asset);
    if (offer) return offer;
    throw new DomainError('unknown_asset', `The store takes no ${asset} in this mode`, {
      field: `methods.${index}`,
    });
  });
  return [...new Set(chosen)];
}
