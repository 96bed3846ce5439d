import { expect, test } from 'vitest';
import { chosenOffers } from './offers.js';

const ether = { asset: { asset: 'eip155:1/slip44:60' } };
const usdc = { asset: { asset: 'eip155:1/erc20:0xa0' } };

test('all are offered when none are named', () => {
  expect(chosenOffers([ether, usdc], undefined)).toEqual([ether, usdc]);
});

test('those that are named are offered in that order, each once', () => {
  expect(chosenOffers([ether, usdc], [usdc.asset.asset, ether.asset.asset, usdc.asset.asset])).toEqual([
    usdc,
    ether,
  ]);
});

test('one that is not on offer is refused by its place in the list', () => {
  const methods = [ether.asset.asset, ether.asset.asset, usdc.asset.asset];
  expect(() => chosenOffers([ether], methods)).toThrow(
    expect.objectContaining({ code: 'unknown_asset', field: 'methods.2' }),
  );
});

test('a store that can be paid in nothing is told so', () => {
  expect(() => chosenOffers([], undefined)).toThrow(
    expect.objectContaining({ code: 'unknown_asset', field: 'methods' }),
  );
});
