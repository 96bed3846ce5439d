import jsQR from 'jsqr';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrPath } from './qr-path.js';

/** Draws the path as a camera would see it, `scale` pixels a module. */
function draw({ size, path }: { size: number; path: string }, scale = 4) {
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column += 1) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return { pixels, side };
}

test('a reader reads back the text that was drawn', () => {
  const uri = fc
    .tuple(fc.nat(), fc.bigInt(1n, 2n ** 128n))
    .map(([chain, amount]) => `ethereum:0x5FbDB2315678afecb367f032d93F642f64180aa3@${chain}/transfer?uint256=${amount}`);
  fc.assert(
    fc.property(uri, (text) => {
      const { pixels, side } = draw(qrPath(text));
      expect(jsQR(pixels, side, side)?.data).toBe(text);
    }),
    { numRuns: 10 },
  );
});

test('four modules around the code stay white', () => {
  const { size, path } = qrPath('ethereum:0x0');
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    expect(Math.min(Number(x), Number(y))).toBeGreaterThanOrEqual(4);
    expect(Math.max(Number(x) + Number(width), Number(y) + 1)).toBeLessThanOrEqual(size - 4);
  }
});
