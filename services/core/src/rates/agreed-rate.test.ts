import { formatRate, parseRate } from '@sixpence/money';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreeOnRate, isWithin, maxAgeMs } from './agreed-rate.js';
import type { AgreedRate } from './agreed-rate.js';
import type { SourcedQuote } from './rate.js';

const now = new Date('2026-11-01T12:00:00Z');
const quote = (rate: string, source = 'a', ageMs = 0): SourcedQuote => ({
  symbol: 'ETH',
  currency: 'USD',
  rate,
  source,
  at: new Date(now.getTime() - ageMs),
});
const quotes = (...rates: string[]) => rates.map((rate, index) => quote(rate, String(index)));
const agree = (...rates: string[]) => agreeOnRate(quotes(...rates), now, 1);

test('two sources are met in the middle, three by the median', () => {
  expect(agree('3000', '3001')).toMatchObject({ rate: '3000.5' });
  expect(agree('3000', '3050', '3010')).toMatchObject({ rate: '3010' });
});

test('the mean of the two in the middle is rounded down', () => {
  expect(agree('0.000000000101', '0.000000000102')).toMatchObject({ rate: '0.000000000101' });
});

test('a stale quote is no quote, and the age of a rate is that of its oldest quote', () => {
  expect(agreeOnRate([], now, 1)).toBe('unknown');
  expect(agreeOnRate([quote('3000', 'a', maxAgeMs + 1)], now, 1)).toBe('stale');
  const mixed = [quote('3000', 'a', maxAgeMs + 1), quote('3002', 'c', 4_000), quote('3001', 'b', 5_000)];
  expect(agreeOnRate(mixed, now, 2)).toEqual({
    rate: '3001.5',
    sources: [
      { source: 'b', rate: '3001', at: new Date(now.getTime() - 5_000) },
      { source: 'c', rate: '3002', at: new Date(now.getTime() - 4_000) },
    ],
    at: new Date(now.getTime() - 5_000),
  });
  expect(agreeOnRate(mixed, now, 3)).toBe('too-few-sources');
});

test('an outlier is dropped, and is not named among the sources', () => {
  const agreed = agree('3000', '3300', '3010', '1');
  expect(agreed).toBe('sources-disagree');
  expect(agree('3000', '3300', '3010')).toMatchObject({
    rate: '3005',
    sources: [{ source: '0' }, { source: '2' }],
  });
});

test('sources that are far apart give no rate: nobody knows which one is right', () => {
  expect(agree('3000', '3180')).toMatchObject({ rate: '3090' });
  expect(agree('3000', '3300')).toBe('sources-disagree');
  expect(agree('3000', '0.000333')).toBe('sources-disagree');
  expect(agree('3000', '3001', '3300', '3301')).toBe('sources-disagree');
});

const honest = fc.bigInt({ min: 10n ** 15n, max: 10n ** 15n + 10n ** 13n });
const lie = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 20n }),
  fc.bigInt({ min: 9n * 10n ** 14n, max: 11n * 10n ** 14n }),
);

test('while most sources are right the others move the rate no further than to what a right one says', () => {
  const crowd = fc
    .integer({ min: 0, max: 4 })
    .chain((lies) =>
      fc.tuple(
        fc.array(honest, { minLength: lies + 1, maxLength: 6 }),
        fc.array(lie, { minLength: lies, maxLength: lies }),
      ),
    );
  fc.assert(
    fc.property(crowd, ([rights, lies]) => {
      const agreed = agree(...[...rights, ...lies].map(formatRate)) as AgreedRate;
      const [lowest, highest] = [rights, rights.map((right) => -right)].map(
        (side) => side.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n,
      );
      expect(parseRate(agreed.rate)).toBeGreaterThanOrEqual(lowest ?? 0n);
      expect(parseRate(agreed.rate)).toBeLessThanOrEqual(-(highest ?? 0n));
    }),
    { numRuns: 2_000 },
  );
});

test('whatever is said, a rate has a majority near it, and no order changes it', () => {
  fc.assert(
    fc.property(fc.array(lie, { minLength: 1, maxLength: 7 }), (rates) => {
      const texts = rates.map(formatRate);
      const agreed = agree(...texts);
      const other = agree(...texts.toReversed());
      if (typeof agreed === 'string') {
        expect(other).toBe(agreed);
        return;
      }
      expect(other).toMatchObject({ rate: agreed.rate });
      expect(agreed.sources.length * 2).toBeGreaterThan(rates.length);
      for (const { rate } of agreed.sources)
        expect(isWithin(parseRate(rate), parseRate(agreed.rate), 7n)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
