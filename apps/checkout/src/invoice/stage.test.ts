import { expect, test } from 'vitest';
import { exampleInvoice, examplePayment } from './example-invoice.js';
import { isCancelable, isPayable, stageOf } from './stage.js';

const before = Date.parse('2026-11-24T09:05:00.000Z');
const after = Date.parse('2026-11-24T09:15:00.000Z');

test('a new invoice is due, and its rest is due once something came', () => {
  expect(stageOf(exampleInvoice(), before)).toBe('due');
  expect(stageOf(exampleInvoice({ paid: '10.00' }), before)).toBe('rest-due');
});

test('from the very moment of expiry nobody is asked to pay, also before the server has expired the invoice', () => {
  expect(stageOf(exampleInvoice(), after - 1)).toBe('due');
  expect(stageOf(exampleInvoice(), after)).toBe('closing');
  expect(isPayable('closing')).toBe(false);
});

test.each(['processing', 'settled', 'expired', 'invalid', 'canceled'] as const)(
  '%s is shown as it is',
  (status) => {
    expect(stageOf(exampleInvoice({ status }), after)).toBe(status);
  },
);

test('an invoice on which a payment was seen cannot be canceled, even one that the network took back', () => {
  expect(isCancelable(exampleInvoice(), 'due')).toBe(true);
  expect(isCancelable(exampleInvoice({ payments: [examplePayment({ status: 'reorged' })] }), 'due')).toBe(
    false,
  );
  expect(isCancelable(exampleInvoice(), 'closing')).toBe(false);
  expect(isCancelable(exampleInvoice(), 'processing')).toBe(false);
});
