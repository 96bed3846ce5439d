import { valueFromCurrency, valueOf, parseDecimal } from '@sixpence/money';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceMethods } from './price-methods.js';

const ether = { asset: 'eip155:1/slip44:60', decimals: 18, payDecimals: 8, minAmount: '0.0001' };
const usdc = { asset: 'eip155:1/erc20:0xa0b8', decimals: 6, payDecimals: 6, minAmount: '0.01' };
const at = new Date(0);
const rates = new Map([
  [ether.asset, { rate: '2431.77', source: 'test', at }],
  [usdc.asset, { rate: '1', source: 'test', at }],
]);
const rateOf = (asset: string) => rates.get(asset);
const dollars = (cents: bigint) => valueFromCurrency(cents, 2);

test('what is due is rounded up to the decimals that payers use', () => {
  const prices = priceMethods(dollars(2500n), [ether, usdc], rateOf);
  expect(prices.map(({ amount }) => amount)).toEqual(['0.01028058', '25']);
});

test('an asset without a fresh rate is left out', () => {
  const prices = priceMethods(dollars(2500n), [ether, usdc], (asset) => (asset === usdc.asset ? rateOf(asset) : undefined));
  expect(prices.map(({ offer }) => offer.asset)).toEqual([usdc.asset]);
});

test('an asset in which the amount is too small to be worth a transfer is left out', () => {
  const prices = priceMethods(dollars(1n), [ether, usdc], rateOf);
  expect(prices.map(({ offer }) => offer.asset)).toEqual([usdc.asset]);
});

test('whoever pays what is asked never owes a rest', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 100n, max: 10n ** 15n }), (cents) => {
      for (const { offer, amount, locked } of priceMethods(dollars(cents), [ether, usdc], rateOf)) {
        const paid = valueOf(parseDecimal(amount, offer.decimals), offer.decimals, locked.rate);
        expect(paid).toBeGreaterThanOrEqual(dollars(cents));
      }
    }),
  );
});
