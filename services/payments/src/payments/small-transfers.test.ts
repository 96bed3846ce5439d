import type { ListedAsset, Transfer } from '@sixpence/chains';
import { expect, test } from 'vitest';
import { partBySize } from './small-transfers.js';

const asset: ListedAsset = {
  asset: 'a',
  symbol: 'A',
  name: 'A',
  decimals: 6,
  payDecimals: 6,
  minAmount: 100n,
};
const transfer = (to: string, amount: bigint, of = 'a'): Transfer => ({
  transaction: `${to}${amount}`,
  position: 'value',
  asset: of,
  from: 'f',
  to,
  amount,
});

test('transfers below the least amount become one sum for each address and asset', () => {
  const big = transfer('x', 100n);
  const { payments, small } = partBySize(
    [transfer('x', 99n), big, transfer('x', 1n), transfer('y', 2n), transfer('x', 5n, 'b')],
    [asset],
  );
  expect(payments).toEqual([big, transfer('x', 5n, 'b')]);
  expect(small).toEqual([
    { address: 'x', asset: 'a', transfers: 2, amount: 100n },
    { address: 'y', asset: 'a', transfers: 1, amount: 2n },
  ]);
});
