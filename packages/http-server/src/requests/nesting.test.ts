import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nestsDeeperThan } from './nesting.js';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('the depth of any JSON value is told exactly, whatever its texts hold', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), (value) => {
      const json = new TextEncoder().encode(JSON.stringify(value));
      const depth = depthOf(value);
      expect(nestsDeeperThan(json, depth)).toBe(false);
      if (depth > 0) expect(nestsDeeperThan(json, depth - 1)).toBe(true);
    }),
  );
});
