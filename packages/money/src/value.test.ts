import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AmountError } from './amount-error.js';
import { formatRate, parseRate, rateWithMarkupDown } from './rate.js';
import {
  amountDueUp,
  currencyFromValueDown,
  currencyFromValueUp,
  valueFromCurrency,
  valueOf,
} from './value.js';

const amounts = fc.bigInt({ min: 0n, max: 10n ** 40n });
const places = fc.integer({ min: 0, max: 18 });
const currencyPlaces = fc.constantFrom(0, 2, 3);
const rates = fc.bigInt({ min: 1n, max: 10n ** 24n }).map(formatRate);

test('a value is exact', () => {
  expect(valueOf(10n ** 18n, 18, '3000.5')).toBe(30005n * 10n ** 29n);
  expect(valueOf(1n, 18, '0.000000000001')).toBe(1n);
  expect(valueOf(25_000_000n, 6, '1')).toBe(valueFromCurrency(2500n, 2));
});

test('values add up: the parts are worth what the whole is', () => {
  fc.assert(
    fc.property(amounts, amounts, places, rates, (a, b, decimals, rate) => {
      expect(valueOf(a, decimals, rate) + valueOf(b, decimals, rate)).toBe(valueOf(a + b, decimals, rate));
    }),
  );
});

test('whoever pays the amount due owes nothing, and one step less would not do', () => {
  fc.assert(
    fc.property(
      amounts,
      currencyPlaces,
      places,
      places,
      rates,
      (price, currencyDecimals, assetDecimals, payDecimals, rate) => {
        const due = valueFromCurrency(price, currencyDecimals);
        const amount = amountDueUp(due, assetDecimals, payDecimals, rate);
        const step = 10n ** BigInt(Math.max(0, assetDecimals - payDecimals));
        expect(valueOf(amount, assetDecimals, rate) >= due).toBe(true);
        expect(amount % step).toBe(0n);
        if (amount > 0n) expect(valueOf(amount - step, assetDecimals, rate) < due).toBe(true);
      },
    ),
  );
});

test('amounts due are rounded up to the decimals that payers use', () => {
  // 25 USD at 3000 USD/ETH is 0.008333… ETH
  expect(amountDueUp(valueFromCurrency(2500n, 2), 18, 6, '3000')).toBe(8_334n * 10n ** 12n);
  expect(amountDueUp(valueFromCurrency(2500n, 2), 6, 2, '1')).toBe(25_000_000n);
  expect(amountDueUp(0n, 18, 6, '3000')).toBe(0n);
  expect(amountDueUp(-5n, 18, 6, '3000')).toBe(0n);
});

test('what was paid is rounded down, what is due up, and an exact value is neither', () => {
  fc.assert(
    fc.property(amounts, currencyPlaces, (units, decimals) => {
      const value = valueFromCurrency(units, decimals);
      expect(currencyFromValueDown(value, decimals)).toBe(units);
      expect(currencyFromValueUp(value, decimals)).toBe(units);
      expect(currencyFromValueDown(value + 1n, decimals)).toBe(units);
      expect(currencyFromValueUp(value + 1n, decimals)).toBe(units + 1n);
      expect(currencyFromValueDown(value - 1n, decimals)).toBe(units - 1n);
      expect(currencyFromValueUp(value - 1n, decimals)).toBe(units);
    }),
  );
});

test('a rate is positive and has at most 12 decimals', () => {
  expect(parseRate('1')).toBe(10n ** 12n);
  expect(formatRate(parseRate('3012.450'))).toBe('3012.45');
  for (const rate of ['0', '0.0', '-1', '1e3', '', '0.0000000000001'])
    expect(() => parseRate(rate)).toThrow(AmountError);
});

test('with a markup what is due is worth the price and its markup at the rate itself, and one step less is not', () => {
  const markups = fc.integer({ min: 0, max: 5_000 });
  const usual = fc.bigInt({ min: 10n ** 8n, max: 10n ** 20n }).map(formatRate);
  fc.assert(
    fc.property(amounts, usual, markups, (price, rate, markupBps) => {
      const marked = rateWithMarkupDown(rate, markupBps) ?? '';
      const due = valueFromCurrency(price, 2);
      const amount = amountDueUp(due, 18, 8, marked);
      expect(valueOf(amount, 18, rate) * 10_000n >= due * (10_000n + BigInt(markupBps))).toBe(true);
      // One unit of the rate's last decimal more would be too little markup.
      const more = parseRate(marked) + 1n;
      expect(more * (10_000n + BigInt(markupBps)) > parseRate(rate) * 10_000n).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('a markup lowers the rate, and none leaves it as it is', () => {
  expect(rateWithMarkupDown('3000', 0)).toBe('3000');
  expect(rateWithMarkupDown('3000', 150)).toBe('2955.665024630541');
  expect(rateWithMarkupDown('0.000000000001', 1)).toBeUndefined();
  for (const markupBps of [-1, 0.5, Number.NaN])
    expect(() => rateWithMarkupDown('1', markupBps)).toThrow(RangeError);
});

test('an asset with more than 18 decimals is refused: its values would not be exact', () => {
  expect(() => valueOf(1n, 19, '1')).toThrow(RangeError);
  expect(() => amountDueUp(1n, 24, 6, '1')).toThrow(RangeError);
});
