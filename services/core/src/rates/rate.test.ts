import fc from 'fast-check';
import { parseRate } from '@sixpence/money';
import { expect, test } from 'vitest';
import { agreeOnRate, crossRate, inverseRate, maxAgeMs, readRate } from './rate.js';
import type { SourcedQuote } from './rate.js';

const now = new Date('2026-11-01T12:00:00Z');
const quote = (rate: string, source = 'a', ageMs = 0): SourcedQuote => ({
  symbol: 'ETH',
  currency: 'USD',
  rate,
  source,
  at: new Date(now.getTime() - ageMs),
});

test('a source is believed only when it says a positive, plain decimal', () => {
  expect(readRate('3012.4500')).toBe('3012.45');
  expect(readRate('0.00000000000099999')).toBeUndefined();
  expect(readRate('1.1234567890129999')).toBe('1.123456789012');
  for (const text of [
    '0',
    '0.0',
    '-1',
    'NaN',
    'Infinity',
    '1e5',
    '',
    ' 1',
    '1,5',
    3012.45,
    null,
    undefined,
    {},
    '1'.repeat(61),
  ]) {
    expect(readRate(text)).toBeUndefined();
  }
});

test('two sources are met in the middle, three by the median', () => {
  expect(agreeOnRate([quote('3000'), quote('3001', 'b')], now)).toMatchObject({
    rate: '3000.5',
    sources: ['a', 'b'],
  });
  expect(agreeOnRate([quote('3000'), quote('3100', 'b'), quote('3010', 'c')], now)?.rate).toBe('3010');
});

test('a stale quote is no quote, and the age of a rate is that of its oldest quote', () => {
  expect(agreeOnRate([quote('3000', 'a', maxAgeMs + 1)], now)).toBeUndefined();
  expect(agreeOnRate([quote('3000', 'a', maxAgeMs + 1), quote('3001', 'b', 5_000)], now)).toEqual({
    rate: '3001',
    sources: ['b'],
    at: new Date(now.getTime() - 5_000),
  });
});

test('sources that are far apart give no rate', () => {
  expect(agreeOnRate([quote('3000'), quote('3300', 'b')], now)?.rate).toBe('3150');
  expect(agreeOnRate([quote('3000'), quote('3301', 'b')], now)).toBeUndefined();
  expect(agreeOnRate([quote('3000'), quote('1', 'b')], now)).toBeUndefined();
});

test('an agreed rate lies between the lowest and the highest quote', () => {
  const rates = fc.array(fc.bigInt({ min: 10n ** 12n, max: 11n * 10n ** 11n }).map(String), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(rates, (texts) => {
      const agreed = agreeOnRate(
        texts.map((rate, index) => quote(rate, String(index))),
        now,
      );
      const sorted = texts.map(parseRate).toSorted((a, b) => (a < b ? -1 : 1));
      if (!agreed) return;
      expect(
        parseRate(agreed.rate) >= (sorted[0] ?? 0n) && parseRate(agreed.rate) <= (sorted.at(-1) ?? 0n),
      ).toBe(true);
    }),
  );
});

test('rates cross over a currency between', () => {
  expect(crossRate('3000', '0.8')).toBe('2400');
  expect(inverseRate('1.25')).toBe('0.8');
  expect(crossRate('0.000000000001', '0.5')).toBeUndefined();
});
