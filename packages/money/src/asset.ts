/**
 * An asset as a CAIP-19 id: `eip155:1/erc20:0xa0b8…` (addresses in lower case) or `eip155:1/slip44:60` (a native coin).
 */
export type Asset = string;

/** The parts of a CAIP-19 id. `chain` is the CAIP-2 id. */
export interface AssetParts {
  readonly chain: string;
  readonly namespace: string;
  readonly reference: string;
}

// https://chainagnostic.org/CAIPs/caip-19 (asset type, without a token id)
const syntax = /^([-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32})\/([-a-z0-9]{3,8}):([-.%a-zA-Z0-9]{1,128})$/;

/** The parts of an asset id. Throws a `TypeError` when the text is not a CAIP-19 asset type. */
export function parseAsset(asset: Asset): AssetParts {
  const match = syntax.exec(asset);
  const [, chain, namespace, reference] = match ?? [];
  if (!chain || !namespace || !reference) throw new TypeError(`Not a CAIP-19 asset: ${asset.slice(0, 200)}`);
  return { chain, namespace, reference };
}

/** The CAIP-2 chain of an asset. Throws as `parseAsset` does. */
export const chainOf = (asset: Asset): string => parseAsset(asset).chain;
