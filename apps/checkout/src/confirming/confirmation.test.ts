import { expect, test } from 'vitest';
import { examplePayment } from '../invoice/example-invoice.js';
import { confirmationOf, paymentState } from './confirmation.js';

test('several payments are as far as the slowest of them', () => {
  const payments = [
    examplePayment({ confirmations: 3 }),
    examplePayment({ id: 'pay_2', confirmations: 5, requiredConfirmations: 12 }),
  ];
  expect(confirmationOf(payments)).toEqual({ confirmations: 5, required: 12 });
});

test('a payment that the network took back does not hold the others up', () => {
  const payments = [
    examplePayment({ status: 'reorged', confirmations: 0 }),
    examplePayment({ confirmations: 2 }),
  ];
  expect(confirmationOf(payments)).toEqual({ confirmations: 2, required: 3 });
});

test('never more confirmations than required are shown', () => {
  expect(confirmationOf([examplePayment({ confirmations: 9 })])).toEqual({ confirmations: 3, required: 3 });
  expect(paymentState(examplePayment({ confirmations: 9 }))).toBe('3 of 3 confirmations');
});

test('without payments nothing is confirmed', () => {
  expect(confirmationOf([])).toEqual({ confirmations: 0, required: 1 });
});

test.each(['detected', 'confirmed', 'reorged', 'replaced'] as const)(
  'the state %s is said in words',
  (status) => {
    expect(paymentState(examplePayment({ status }))).toMatch(/\w/);
  },
);
