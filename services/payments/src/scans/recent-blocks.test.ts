import type { Block, Transfer } from '@sixpence/chains';
import { expect, test } from 'vitest';
import { createRecentBlocks } from './recent-blocks.js';

const transfer: Transfer = {
  transaction: '0x',
  position: 'value',
  asset: 'a',
  from: 'b',
  to: 'c',
  amount: 1n,
};
const block = (height: number, transfers = 0): Block => ({
  ref: { height, hash: `${height}`, parentHash: `${height - 1}`, time: 0 },
  transfers: Array.from({ length: transfers }, () => transfer),
});

test('the newest blocks are kept, a bounded number of them', () => {
  const recent = createRecentBlocks();
  for (let height = 0; height < 1_000; height++) recent.add(block(height));
  expect(recent.get(999)?.ref.height).toBe(999);
  expect(recent.get(743)).toBeUndefined();
  expect(recent.get(744)).toBeDefined();
});

test('so is the number of transfers in them', () => {
  const recent = createRecentBlocks();
  for (let height = 0; height < 10; height++) recent.add(block(height, 20_000));
  expect([7, 8, 9].map((height) => recent.get(height) !== undefined)).toEqual([false, true, true]);
});

test('blocks that the chain took back are forgotten', () => {
  const recent = createRecentBlocks();
  for (let height = 0; height < 10; height++) recent.add(block(height));
  recent.dropAbove(6);
  expect([6, 7].map((height) => recent.get(height) !== undefined)).toEqual([true, false]);
  recent.clear();
  expect(recent.get(6)).toBeUndefined();
});
