import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AmountError } from './amount-error.js';
import { formatDecimal, formatUnits, maxUnits, parseDecimal } from './decimal.js';

const units = fc.bigInt({ min: 0n, max: maxUnits });
const decimals = fc.integer({ min: 0, max: 18 });

test('what is written is read back', () => {
  fc.assert(
    fc.property(units, decimals, (amount, places) => {
      expect(parseDecimal(formatDecimal(amount, places), places)).toBe(amount);
      expect(parseDecimal(formatUnits(amount, places), places)).toBe(amount);
    }),
  );
});

test('assets are written without trailing zeros, currencies with all their decimals', () => {
  expect(formatUnits(12_500_000_000_000_000n, 18)).toBe('0.0125');
  expect(formatUnits(100n, 0)).toBe('100');
  expect(formatUnits(25_000_000n, 6)).toBe('25');
  expect(formatUnits(0n, 18)).toBe('0');
  expect(formatUnits(-1_500_000n, 6)).toBe('-1.5');
  expect(formatDecimal(2500n, 2)).toBe('25.00');
  expect(formatDecimal(5n, 2)).toBe('0.05');
  expect(formatDecimal(-5n, 2)).toBe('-0.05');
  expect(formatDecimal(1000n, 0)).toBe('1000');
});

test('formatUnits never leaves a trailing zero after the point', () => {
  fc.assert(
    fc.property(units, decimals, (amount, places) => {
      expect(formatUnits(amount, places)).toMatch(/^\d+(\.\d*[1-9])?$/);
    }),
  );
});

test.each([
  '',
  '.',
  '1.',
  '.5',
  '-1',
  '+1',
  '1e3',
  '1e400',
  'NaN',
  'Infinity',
  '0x10',
  '1,000',
  ' 1',
  '1\n',
  '１',
  '1_000',
  '1'.repeat(10_000),
])('what is not a plain decimal is refused: %j', (text) => {
  expect(() => parseDecimal(text, 2)).toThrow(AmountError);
});

test('more decimals than there are is refused, even zeros', () => {
  expect(() => parseDecimal('1.000', 2)).toThrow(expect.objectContaining({ fault: 'too-many-decimals' }));
  expect(() => parseDecimal('1.5', 0)).toThrow(expect.objectContaining({ fault: 'too-many-decimals' }));
});

test('what does not fit an EVM word is refused', () => {
  expect(parseDecimal(maxUnits.toString(), 0)).toBe(maxUnits);
  expect(() => parseDecimal((maxUnits + 1n).toString(), 0)).toThrow(
    expect.objectContaining({ fault: 'too-large' }),
  );
  expect(() => parseDecimal('9'.repeat(77), 2)).toThrow(expect.objectContaining({ fault: 'too-large' }));
});
