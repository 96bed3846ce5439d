import { describe, expect, test } from 'vitest';
import { ChainError } from '../chain.js';
import { blockTransfers } from './block-transfers.js';
import { polygon } from './networks/polygon.js';
import { ethereum } from './networks/ethereum.js';
import type { RawBlock, RawReceipt } from './raw-block.js';

const usdc = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const [alice, bob] = [`0x${'a1'.repeat(20)}`, `0x${'b0'.repeat(20)}`];
const topic = (address: string) => `0x${address.slice(2).padStart(64, '0')}`;
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const word = (amount: bigint) => `0x${amount.toString(16).padStart(64, '0')}`;

type Log = RawReceipt['logs'][number];
const transferLog = (address: string, amount: bigint): Log => ({
  address,
  topics: [transferTopic, topic(alice), topic(bob)],
  data: word(amount),
});

interface Tx {
  value?: bigint;
  to?: string | null;
  status?: '0x0' | '0x1';
  logs?: Log[];
}

const blockOf = (...txs: Tx[]): [RawBlock, RawReceipt[]] => {
  const hash = (i: number) => `0x${String(i).padStart(64, '0')}`;
  const blockHash = `0x${'ee'.repeat(32)}`;
  const block = {
    number: 7,
    hash: blockHash,
    parentHash: hash(999),
    timestamp: 1_700_000_000,
    logsBloom: txs.some((tx) => tx.logs?.length) ? '0x01' : '0x00',
    transactions: txs.map((tx, i) => ({
      hash: hash(i),
      from: alice,
      to: tx.to === undefined ? bob : tx.to,
      value: tx.value ?? 0n,
    })),
  };
  const receipts = txs.map((tx, i) => ({
    transactionHash: hash(i),
    blockHash,
    status: tx.status ?? ('0x1' as const),
    logs: tx.logs ?? [],
  }));
  return [block, receipts];
};

describe('a transfer', () => {
  test('of the native coin is what a successful transaction carries', () => {
    expect(blockTransfers(ethereum, ...blockOf({ value: 5n }))).toEqual([
      {
        transaction: `0x${'0'.repeat(64)}`,
        position: 'value',
        asset: 'eip155:1/slip44:60',
        from: alice,
        to: bob,
        amount: 5n,
      },
    ]);
  });

  test('of a token is counted by the ordinal of its log inside its own receipt', () => {
    const [block, receipts] = blockOf(
      { logs: [transferLog(usdc, 1n)] },
      {
        logs: [transferLog(`0x${'99'.repeat(20)}`, 1n), transferLog(usdc, 2n), transferLog(usdc, 2n)],
        value: 3n,
      },
    );
    expect(
      blockTransfers(ethereum, block, receipts).map(({ position, amount }) => [position, amount]),
    ).toEqual([
      ['log:0', 1n],
      ['value', 3n],
      ['log:1', 2n],
      ['log:2', 2n],
    ]);
  });

  test.each<[string, Tx]>([
    ['a failed transaction', { value: 5n, status: '0x0' }],
    ['a zero value', { value: 0n }],
    ['a creation of a contract', { value: 5n, to: null }],
    ['a zero token amount', { logs: [transferLog(usdc, 0n)] }],
    ['a look-alike token', { logs: [transferLog(`0x${'99'.repeat(20)}`, 5n)] }],
    [
      'another event',
      { logs: [{ ...transferLog(usdc, 5n), topics: [topic(alice), topic(alice), topic(bob)] }] },
    ],
    [
      'an NFT, with its id as a fourth topic',
      { logs: [{ ...transferLog(usdc, 5n), topics: [transferTopic, topic(alice), topic(bob), topic(bob)] }] },
    ],
    [
      'a Transfer without indexed addresses',
      { logs: [{ ...transferLog(usdc, 5n), topics: [transferTopic] }] },
    ],
    ['a log without an amount', { logs: [{ ...transferLog(usdc, 5n), data: '0x' }] }],
  ])('is not made of %s', (_, tx) => {
    expect(blockTransfers(ethereum, ...blockOf(tx))).toEqual([]);
  });
});

describe('a contradiction is a failed read, never an empty block', () => {
  const [block, receipts] = blockOf({ value: 1n }, { logs: [transferLog(usdc, 1n)] });
  const [first, second] = receipts;
  if (!first || !second) throw new Error('no receipts');

  test.each<[string, RawReceipt[]]>([
    ['no receipts', []],
    ['one receipt missing', [first]],
    ['receipts of another block', [first, { ...second, blockHash: `0x${'dd'.repeat(32)}` }]],
    ['receipts in another order', [second, first]],
    ['no logs under a bloom that has some', [first, { ...second, logs: [] }]],
  ])('%s', (_, wrong) => {
    expect(() => blockTransfers(ethereum, block, wrong)).toThrow(ChainError);
  });

  test('but for the bloom where a network has unreliable ones', () => {
    expect(blockTransfers(polygon, block, [first, { ...second, logs: [] }])).toHaveLength(1);
  });
});
