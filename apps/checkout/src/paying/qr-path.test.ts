import { encode } from 'uqr';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrPath } from './qr-path.js';

/** The modules that a path darkens, by row. */
function modulesOf({ size, path }: { size: number; path: string }): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    modules[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }
  return modules;
}

const uri = fc
  .tuple(fc.nat(), fc.bigInt(1n, 2n ** 128n))
  .map(
    ([chain, amount]) =>
      `ethereum:0x5FbDB2315678afecb367f032d93F642f64180aa3@${chain}/transfer?uint256=${amount}`,
  );

test('the path darkens exactly the modules of the code', () => {
  fc.assert(
    fc.property(uri, (text) => {
      const { data } = encode(text, { ecc: 'L', boostEcc: true, border: 4 });
      expect(modulesOf(qrPath(text))).toEqual(data);
    }),
    { numRuns: 20 },
  );
});

test('four modules around the code stay white', () => {
  const { size, path } = qrPath('ethereum:0x0');
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    expect(Math.min(Number(x), Number(y))).toBeGreaterThanOrEqual(4);
    expect(Math.max(Number(x) + Number(width), Number(y) + 1)).toBeLessThanOrEqual(size - 4);
  }
});
