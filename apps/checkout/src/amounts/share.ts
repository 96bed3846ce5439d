const PARTS = 1_000n;

/**
 * How much of `whole` is `part`, in thousandths from 0 to 1000, rounded down: for a drawn bar. Both are decimal
 * strings of one currency; nothing of nothing is 0.
 */
export function thousandthsOf(part: string, whole: string): number {
  const decimals = Math.max(fractionOf(part).length, fractionOf(whole).length);
  const [a, b] = [unitsOf(part, decimals), unitsOf(whole, decimals)];
  if (b === 0n) return 0;
  const share = (a * PARTS) / b;
  return Number(share > PARTS ? PARTS : share);
}

function fractionOf(amount: string): string {
  return amount.split('.')[1] ?? '';
}

function unitsOf(amount: string, decimals: number): bigint {
  return BigInt((amount.split('.')[0] ?? '0') + fractionOf(amount).padEnd(decimals, '0'));
}
