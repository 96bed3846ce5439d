import { listedAsset } from '@sixpence/chains';
import type { ListedAsset } from '@sixpence/chains';
import { parseDecimal, valueFromCurrency, valueOf } from '@sixpence/money';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceMethods } from './price-methods.js';

const ether = { asset: listedAsset('eip155:1/slip44:60')!.asset };
const usdc = { asset: listedAsset('eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48')!.asset };
const origin = { rate: '1', at: '1970-01-01T00:00:00.000Z', sources: [] };
const rates = new Map([
  [ether.asset.asset, { rate: '2431.77', origin }],
  [usdc.asset.asset, { rate: '1', origin }],
]);
const rateOf = ({ asset }: ListedAsset) => rates.get(asset);
const dollars = (cents: bigint) => valueFromCurrency(cents, 2);

test('what is due is rounded up to the decimals that payers use', () => {
  const prices = priceMethods(dollars(2500n), [ether, usdc], rateOf);
  expect(prices.map(({ amount }) => amount)).toEqual(['0.01028058', '25']);
});

test('an asset without a fresh rate is left out', () => {
  const onlyUsdc = (asset: ListedAsset) => (asset === usdc.asset ? rateOf(asset) : undefined);
  const prices = priceMethods(dollars(2500n), [ether, usdc], onlyUsdc);
  expect(prices.map(({ offer }) => offer)).toEqual([usdc]);
});

test('an asset in which the amount is too small to be worth a transfer is left out', () => {
  const dear = () => ({ rate: '2000000', origin });
  expect(priceMethods(dollars(1n), [ether, usdc], dear)).toEqual([]);
});

test('whoever pays what is asked never owes a rest', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 100n, max: 10n ** 15n }), (cents) => {
      for (const { offer, amount, locked } of priceMethods(dollars(cents), [ether, usdc], rateOf)) {
        const { decimals } = offer.asset;
        expect(valueOf(parseDecimal(amount, decimals), decimals, locked.rate)).toBeGreaterThanOrEqual(
          dollars(cents),
        );
      }
    }),
  );
});
