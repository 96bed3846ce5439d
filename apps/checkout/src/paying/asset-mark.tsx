import './asset-mark.css';

/** Signs of the currencies that some assets stand for; the others show their first letter. */
const signs: Record<string, string> = {
  USDC: '$',
  USDT: '$',
  DAI: '$',
  PYUSD: '$',
  EURC: '€',
  BTC: '₿',
  ETH: 'Ξ',
};

/** A small round sign for an asset. It only decorates: the symbol always stands beside it. */
export function AssetMark({ symbol }: { symbol: string }) {
  const sign = signs[symbol.replace(/^t(?=[A-Z])/, '')] ?? symbol.slice(0, 1);
  return (
    <span className="asset-mark" aria-hidden="true">
      {sign}
    </span>
  );
}
