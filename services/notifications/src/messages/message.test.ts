import { expect, test } from 'vitest';
import { sampleInvoice } from '../../test/sample-invoice.js';
import { messagesFor, recipientHint } from './message.js';

const kinds = (...given: Parameters<typeof messagesFor>) =>
  messagesFor(...given).map(({ kind, recipient }) => [kind, recipient]);

test('a settled invoice gives the payer a receipt and the merchant a notice', () => {
  expect(kinds('invoice.settled', sampleInvoice(), 'processing')).toEqual([
    ['receipt', 'ada@example.com'],
    ['notice-settled', null],
  ]);
  expect(kinds('invoice.settled', sampleInvoice({ customer: null }), 'processing')).toEqual([
    ['notice-settled', null],
  ]);
});

test('what is too much is told once it is final, whichever event comes first', () => {
  const over = { exceptions: ['overpaid' as const] };
  expect(kinds('invoice.overpaid', sampleInvoice({ ...over, status: 'processing' }), undefined)).toEqual([]);
  expect(kinds('invoice.settled', sampleInvoice(over), 'processing')).toContainEqual([
    'notice-overpaid',
    null,
  ]);
  expect(kinds('invoice.overpaid', sampleInvoice(over), undefined)).toEqual([['notice-overpaid', null]]);
});

test('what is too little is told when no more is awaited', () => {
  const under = { exceptions: ['underpaid' as const] };
  expect(kinds('invoice.underpaid', sampleInvoice({ ...under, status: 'new' }), undefined)).toEqual([]);
  expect(kinds('invoice.expired', sampleInvoice({ ...under, status: 'expired' }), 'new')).toEqual([
    ['notice-underpaid', null],
  ]);
  expect(kinds('invoice.underpaid', sampleInvoice({ ...under, status: 'canceled' }), undefined)).toEqual([
    ['notice-underpaid', null],
  ]);
  expect(kinds('invoice.expired', sampleInvoice({ status: 'expired' }), 'new')).toEqual([]);
});

test('a merchant hears that settled money was taken back, not that money in flight was', () => {
  expect(kinds('invoice.reopened', sampleInvoice({ status: 'processing' }), 'settled')).toEqual([
    ['notice-reopened', null],
  ]);
  expect(kinds('invoice.reopened', sampleInvoice({ status: 'new' }), 'processing')).toEqual([]);
});

test('a hint does not tell the address', () => {
  expect(recipientHint('ada@example.com')).toBe('a…@example.com');
  expect(recipientHint('@')).toBe('…');
});
