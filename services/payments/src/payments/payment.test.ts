import type { BlockRef, Transfer } from '@sixpence/chains';
import { payment as paymentSchema } from '@sixpence/schemas';
import { describe, expect, test } from 'vitest';
import type { Watch, WatchedMethod } from '../watches/watch.js';
import { confirm, detect, detectAgain, takeBack, toPayment } from './payment.js';

const now = new Date('2026-11-24T12:00:00.000Z');
const monitoringUntil = new Date('2026-11-25T12:00:00.000Z');
const method: WatchedMethod = { id: 'pm_1', asset: 'eip155:1/slip44:60', decimals: 18, rate: '2000.5' };
const watch: Watch = {
  chain: 'eip155:1',
  address: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
  invoiceId: 'inv_1',
  storeId: 'sto_1',
  livemode: true,
  currency: 'USD',
  methods: [method],
  createdAt: now,
  monitoringUntil,
};
const transfer: Transfer = {
  transaction: '0xaa',
  position: 'value',
  asset: method.asset,
  from: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
  to: watch.address,
  amount: 10n ** 16n,
};
const block = (height: number, hash: string, time = now.getTime() / 1_000): BlockRef => ({
  height,
  hash,
  parentHash: '',
  time,
});
const arrived = (at = block(100, '0x100')) =>
  detect({ watch, method, transfer, block: at, requiredConfirmations: 12 }, now);

describe('a payment', () => {
  test('is told as the schema has it, with checksummed addresses and a value rounded down', () => {
    const { payment, event } = arrived();
    expect(event.type).toBe('payment.detected');
    const told = paymentSchema.parse(toPayment(payment, 102));
    expect(told).toMatchObject({
      amount: '0.01',
      value: { amount: '20.00', currency: 'USD' },
      address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
      from: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      index: 0,
      confirmations: 3,
      requiredConfirmations: 12,
      version: 1,
    });
  });

  test('counts a log by its ordinal', () => {
    const { payment } = detect(
      {
        watch,
        method,
        transfer: { ...transfer, position: 'log:7' },
        block: block(1, '0x1'),
        requiredConfirmations: 1,
      },
      now,
    );
    expect(toPayment(payment, 1)).toMatchObject({ position: 'log:7', index: 7 });
  });

  test('keeps its id and raises its version through detection, reversal, detection and confirmation', () => {
    const first = arrived().payment;
    const gone = takeBack(first, now);
    const [again] = detectAgain(gone.payment, block(101, '0x101'), now);
    if (!again) throw new Error('not detected again');
    const confirmed = confirm(again.payment, now);
    const told = [gone, again, confirmed];
    expect(
      told.map(({ event, payment }) => [event.type, payment.version, payment.status, payment.blockHash]),
    ).toEqual([
      ['payment.reorged', 2, 'reorged', '0x100'],
      ['payment.detected', 3, 'detected', '0x101'],
      ['payment.confirmed', 4, 'confirmed', '0x101'],
    ]);
    expect(new Set([first, ...told.map(({ payment }) => payment)].map(({ id }) => id)).size).toBe(1);
    expect(toPayment(gone.payment, 500).confirmations).toBe(0);
  });

  test('found in the same block again is nothing new', () => {
    const { payment } = arrived();
    expect(detectAgain(payment, block(100, '0x100'), now)).toEqual([]);
    expect(detectAgain(confirm(payment, now).payment, block(100, '0x100'), now)).toEqual([]);
  });

  test('found in another block while it counts is first taken back from the old one', () => {
    const changes = detectAgain(confirm(arrived().payment, now).payment, block(101, '0x101'), now);
    expect(changes.map(({ event, payment }) => [event.type, payment.version, payment.confirmedAt])).toEqual([
      ['payment.reorged', 3, null],
      ['payment.detected', 4, null],
    ]);
  });

  test.each([
    ['at the end of monitoring', 0, 'payment.confirmed'],
    ['a second after it', 1, 'payment.unmatched'],
  ])('in a block %s: %i s, %s', (_, seconds, type) => {
    const { payment } = arrived(block(100, '0x100', monitoringUntil.getTime() / 1_000 + seconds));
    expect(confirm(payment, now).event.type).toBe(type);
  });
});
