import { expect, test } from 'vitest';
import { liveConfirmations } from './live-confirmations.js';

const payment = { chain: 'eip155:1', status: 'detected', block_number: '100', confirmations: 1 } as const;
const heads = (head: number) => new Map([['eip155:1', head]]);

test('the block a payment stands in is its first confirmation', () => {
  expect(liveConfirmations(payment, heads(100))).toBe(1);
  expect(liveConfirmations(payment, heads(104))).toBe(5);
});

test('what its last event said counts where no newer block is known', () => {
  expect(liveConfirmations(payment, new Map())).toBe(1);
  expect(liveConfirmations({ ...payment, confirmations: 7 }, heads(101))).toBe(7);
});

test('a payment that the chain took back gains no confirmations', () => {
  expect(liveConfirmations({ ...payment, status: 'reorged', confirmations: 0 }, heads(200))).toBe(0);
});
