import { DomainError } from '@sixpence/schemas';
import { expect, test } from 'vitest';
import { readInvoiceAmount } from './invoice-amount.js';

const refusalOf = (amount: string, currency: string) => {
  try {
    readInvoiceAmount(amount, currency);
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? [error.code, error.field] : error;
  }
};

test('an amount is read in the smallest unit of its currency', () => {
  expect(readInvoiceAmount('25.00', 'USD').units).toBe(2500n);
  expect(readInvoiceAmount('25', 'JPY').units).toBe(25n);
  expect(readInvoiceAmount('0.001', 'KWD').units).toBe(1n);
});

test('zero, too many decimals and more money than there is are refused as the amount', () => {
  for (const amount of ['0', '0.00', '1.001', '9'.repeat(77), '-1', 'NaN', '1e400', '']) {
    expect(refusalOf(amount, 'USD'), amount).toEqual(['invalid_amount', 'amount']);
  }
  expect(refusalOf('1.5', 'JPY')).toEqual(['invalid_amount', 'amount']);
});

test('what is no currency is refused as the currency', () => {
  expect(refusalOf('1', 'XXX')).toEqual(['unknown_currency', 'currency']);
  expect(refusalOf('1', 'BTC')).toEqual(['unknown_currency', 'currency']);
});
