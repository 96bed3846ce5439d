import { formatRate } from '@sixpence/money';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bridgedQuotes } from './bridged-quotes.js';
import { knownRate } from './known-rate.js';
import type { SourcedQuote } from './rate.js';

const now = new Date('2026-11-01T12:00:00Z');
const earlier = new Date(now.getTime() - 60_000);
/** `said('a ETH/USD 3000')` */
const said = (...words: string[]): SourcedQuote[] =>
  words.map((word) => {
    const [source = '', pair = '', rate = ''] = word.split(' ');
    const [symbol = '', currency = ''] = pair.split('/');
    return { source, symbol, currency, rate, at: now };
  });
const known = (quotes: readonly SourcedQuote[], symbol: string, currency: string, quorum = 2) => {
  const byPair = Map.groupBy(quotes, (quote) => `${quote.symbol}/${quote.currency}`);
  const peg = symbol === 'USDC' ? 'USD' : undefined;
  return knownRate(byPair, { symbol, currency, peg }, now, quorum);
};

test('a currency that one source knows is taken from it, if it is right in dollars', () => {
  const ether = said('a ETH/USD 3000', 'b ETH/USD 3001', 'c ETH/USD 3600', 'd ETH/EUR 2400');
  expect(known([...ether, ...said('a ETH/KES 390000')], 'ETH', 'KES')).toMatchObject({ rate: '390000' });
  expect(known([...ether, ...said('c ETH/KES 390000')], 'ETH', 'KES')).toBe('too-few-sources');
  expect(known([...ether, ...said('e ETH/KES 390000')], 'ETH', 'KES')).toBe('too-few-sources');
  expect(known(ether, 'ETH', 'EUR')).toBe('too-few-sources');
  expect(known(said('a ETH/KES 390000', 'a ETH/USD 3000'), 'ETH', 'KES')).toBe('too-few-sources');
});

test('a stablecoin has no rate while nobody knows its peg', () => {
  expect(known(said('a USDC/EUR 0.8', 'b USDC/EUR 0.8'), 'USDC', 'EUR')).toBe('unknown');
  expect(known(said('a USDC/USD 1', 'a USDC/EUR 0.8', 'b USDC/EUR 0.8'), 'USDC', 'EUR')).toBe(
    'too-few-sources',
  );
  expect(known(said('a USDC/USD 1', 'b USDC/USD 1.2', 'a USDC/EUR 0.8'), 'USDC', 'EUR')).toBe(
    'sources-disagree',
  );
});

test('a stablecoin has its market rate within 2 % of its peg, and none outside', () => {
  const micros = fc.integer({ min: 900_000, max: 1_100_000 });
  fc.assert(
    fc.property(micros, (dollars) => {
      const rate = formatRate(BigInt(dollars) * 10n ** 6n);
      const found = known(said(`a USDC/USD ${rate}`, `b USDC/USD ${rate}`), 'USDC', 'USD');
      if (dollars < 980_000 || dollars > 1_020_000) expect(found).toBe('depegged');
      else expect(found).toMatchObject({ rate });
    }),
    { numRuns: 1_000 },
  );
});

test('a quote in the bridge coin is one in dollars at what the coin is worth, rounded down and as old as the older', () => {
  const quotes = said('a USDC/USD 0.999999999999', 'b USDC/USD 0.999999999999', 'c ETH/USDC 0.333333333333');
  const [coin] = quotes;
  const old = quotes.map((quote) => (quote === coin ? { ...quote, at: earlier } : quote));
  expect(bridgedQuotes(old, now, 2).at(-1)).toEqual({
    source: 'c',
    symbol: 'ETH',
    currency: 'USD',
    rate: '0.333333333332',
    at: earlier,
  });
});

test('without a rate of the bridge coin nothing is taken over it', () => {
  expect(bridgedQuotes(said('c ETH/USDC 3000', 'c ETH/EUR 2400'), now, 1)).toEqual(said('c ETH/EUR 2400'));
  expect(bridgedQuotes(said('a USDC/USD 1', 'c ETH/USDC 3000'), now, 2)).toHaveLength(1);
});
