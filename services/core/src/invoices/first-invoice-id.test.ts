import { isId, newId } from '@sixpence/schemas';
import { expect, test } from 'vitest';
import { firstInvoiceIdAt } from './first-invoice-id.js';

const minuteMs = 60_000;

test('is an id, and not after one that is made at that time', () => {
  const first = firstInvoiceIdAt(new Date());
  expect(isId('inv', first)).toBe(true);
  expect(first <= newId('inv')).toBe(true);
});

test('is after every id that was made two minutes before', () => {
  const id = newId('inv');
  expect(firstInvoiceIdAt(new Date(Date.now() + 2 * minuteMs)) > id).toBe(true);
});

test('of the first and the last times there are is an id still', () => {
  expect(firstInvoiceIdAt(new Date(-1))).toBe(`inv_${'0'.repeat(26)}`);
  expect(isId('inv', firstInvoiceIdAt(new Date(8_640_000_000_000_000)))).toBe(true);
});
